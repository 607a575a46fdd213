#pragma once

#include <pa_cpuload.h>
#include <pa_process.h>
#include <pa_stream.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "audio/clock.h"
#include "audio/sample_type.h"
#include "virtual/air.h"
#include "virtual/conductor.h"
#include "virtual/path.h"
#include "virtual/scenario.h"

namespace flexlab::virtual_device {

/// A device of the running host API.
struct DeviceState {
  Device device;
  std::atomic<int> openStreams{0};
  /// What its output sounds like to inputs that are opened apart; made when the first stream needs it.
  std::unique_ptr<Air> air;
  /// The device whose output its input hears when opened apart.
  DeviceState* heard = nullptr;
};

/// Holds a place in DeviceState::openStreams.
class DeviceUse {
 public:
  explicit DeviceUse(DeviceState* state) noexcept : state_(state) {
    if (state_ != nullptr) ++state_->openStreams;
  }
  ~DeviceUse() {
    if (state_ != nullptr) --state_->openStreams;
  }
  DeviceUse(const DeviceUse&) = delete;
  DeviceUse& operator=(const DeviceUse&) = delete;

 private:
  DeviceState* state_;
};

/// What is negotiated when a stream opens. A direction without channels has no device.
struct StreamPlan {
  DeviceState* input = nullptr;
  DeviceState* output = nullptr;
  PaSampleFormat inputFormat = paFloat32;  ///< as the caller asked: interleaved or not
  PaSampleFormat outputFormat = paFloat32;
  PathShape shape;
  unsigned long framesPerCallback = 0;
  std::int64_t hostPeriod = 0;  ///< callbacks come when so many frames are complete
  Air* speaks = nullptr;        ///< where the output of an output-only stream goes
  Air* hears = nullptr;         ///< what an input-only stream hears
  Clock clock = Clock::Real;

  /// The device whose faults, jitter and misbehaviour the stream has. PortAudio opens no stream without any.
  [[nodiscard]] const Device& leader() const noexcept {
    return input != nullptr ? input->device : output->device;  // NOLINT(clang-analyzer-core.uninitialized.UndefReturn)
  }
};

/// A stream on Virtual devices: calls the callback from a thread of its own, and carries its sound around.
class VirtualStream final : public PaUtilStreamRepresentation {
 public:
  /// The buffer processor must be initialised before start: see init_processor.
  VirtualStream(const StreamPlan& plan, PaUtilStreamInterface* interface, PaStreamCallback* callback, void* userData);
  ~VirtualStream();
  VirtualStream(const VirtualStream&) = delete;
  VirtualStream& operator=(const VirtualStream&) = delete;

  /// PortAudio's conversion between the caller's buffers and the channels here.
  PaError init_processor(PaStreamFlags flags, PaStreamCallback* callback, void* userData);

  PaError start();
  /// Ends after the callback that runs now. Nothing is pending after it.
  void stop() noexcept;
  [[nodiscard]] bool is_stopped() const noexcept { return !isStarted_; }
  [[nodiscard]] bool is_active() const noexcept { return isActive_; }
  /// Seconds on the stream's clock.
  [[nodiscard]] double time() const noexcept;
  [[nodiscard]] double cpu_load() noexcept { return PaUtil_GetCpuLoad(&cpuLoad_); }

 private:
  /// Callbacks that do not come when they should.
  struct Stall {
    std::int64_t at;
    std::int64_t nanoseconds;
  };

  /// One direction's channels, as the device has them and as the path takes them.
  struct Side {
    Side(int channels, audio::SampleType type, std::size_t frames);
    audio::SampleType type;
    std::vector<std::vector<unsigned char>> bytes;
    std::vector<std::vector<double>> samples;
    std::vector<double*> pointers;
  };

  void run() noexcept;
  [[nodiscard]] bool wait_until(std::int64_t due) noexcept;
  [[nodiscard]] bool vanishes_before(std::int64_t end) noexcept;
  [[nodiscard]] std::int64_t nanoseconds_of(std::int64_t frames) const noexcept;
  [[nodiscard]] std::int64_t complete_at(std::int64_t frames) const noexcept;
  [[nodiscard]] std::int64_t jitter_of(std::int64_t callback) const noexcept;
  [[nodiscard]] int deliver(std::int64_t begin) noexcept;

  const StreamPlan plan_;
  const std::int64_t frames_;
  const DeviceUse inputUse_;
  const DeviceUse outputUse_;
  const std::vector<Stall> stalls_;
  const std::vector<Fault> vanishes_;
  const double rate_;                     ///< frames per second of real time
  std::shared_ptr<Conductor> simulated_;  ///< null with the real clock
  PaUtilCpuLoadMeasurer cpuLoad_{};
  PaUtilBufferProcessor processor_{};
  bool hasProcessor_ = false;
  Side input_;
  Side output_;
  std::unique_ptr<Path> path_;
  bool isFresh_ = true;        // the path has not been used yet
  std::int64_t lateness_ = 0;  // nanoseconds by which the schedule was moved, stalls included
  std::atomic<bool> isStarted_{false};
  std::atomic<bool> isActive_{false};
  std::atomic<bool> shallStop_{false};
  std::mutex partMutex_;
  Conductor::Part* part_ = nullptr;  ///< while the thread of a simulated stream runs
  std::thread thread_;
};

}  // namespace flexlab::virtual_device
