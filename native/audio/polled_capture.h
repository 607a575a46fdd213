#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "audio/capture_source.h"
#include "audio/error.h"
#include "audio/packet_pump.h"
#include "audio/packet_source.h"

namespace flexlab::audio {

/// A PacketSource as a source of input: opened, asked and closed on a thread of its own, so that whatever the sound
/// system ties to threads stays there.
class PolledCapture final : public CaptureSource {
 public:
  struct Setup {
    /// Called on that thread. Throws Error.
    std::function<std::unique_ptr<PacketSource>()> open;
    int channels = 0;
    SampleType sampleType = SampleType::Float32;
    double blockSeconds = 0;  ///< of what the host takes at once
  };
  /// Waits for it to open. Throws Error; `channel-count-not-supported` for more channels than it has.
  explicit PolledCapture(Setup setup);
  ~PolledCapture() override;
  PolledCapture(const PolledCapture&) = delete;
  PolledCapture& operator=(const PolledCapture&) = delete;

  [[nodiscard]] const CaptureFormat& format() const noexcept override { return format_; }
  void start(CaptureListener& listener) override;
  void stop() override;

 private:
  enum class State { Opening, Idle, Starting, Running, Stopping, Closing, Closed };

  void live();
  void run(PacketSource& source, PacketPump& pump);
  /// Tells whoever waits how far the thread is.
  void tell(State state);
  void ask_for(State state, State until);

  const Setup setup_;
  CaptureFormat format_;
  CaptureListener* listener_ = nullptr;

  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::Opening;
  std::optional<Failure> failure_;  ///< why it did not open or start
  std::thread thread_;
};

}  // namespace flexlab::audio
