#pragma once

#include <portaudio.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include "audio/block_stream.h"
#include "audio/loopback.h"
#include "audio/stream.h"
#include "driver/clock_bridge.h"
#include "driver/device_rates.h"
#include "driver/gated_capture.h"
#include "driver/plan.h"
#include "driver/rate_bridge.h"

namespace flexlab::driver {

/// Latencies in frames, without the buffer that a late output path adds.
struct Latencies {
  std::int32_t input = 0;
  std::int32_t output = 0;
};

/// A failure of the audio layer in the driver's words: code, table and key as a FlexASIO.toml has them.
[[nodiscard]] audio::Failure blame(audio::Failure failure, const Plan& plan);

/// Latencies before a stream is there to ask: what is suggested to the host API, or a buffer where that is more.
[[nodiscard]] Latencies estimate_latencies(const Plan& plan, double sampleRate, std::int32_t frames) noexcept;

/// The same with the corrections of [flexlab], for directions that have a latency; never below 0.
[[nodiscard]] Latencies corrected(Latencies latencies, const LabConfig& lab) noexcept;

/// What a device path brings its blocks to, in real time.
class BlockListener {
 public:
  virtual ~BlockListener() = default;

  /// One block at the host's rate, as Running::process takes them. False: nobody takes it, so it is silence.
  virtual bool block(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags) noexcept = 0;
  /// What the host API says of its queues, before each block.
  virtual void queues(const PaStreamCallbackTimeInfo& time) noexcept = 0;
  /// A callback of another size than the stream was opened with: it is answered by silence.
  virtual void unexpected_callback() noexcept = 0;

 protected:
  BlockListener() = default;
  BlockListener(const BlockListener&) = default;
  BlockListener& operator=(const BlockListener&) = default;
};

/// What of the devices is open for a host: one stream, or an input and an output joined by a ClockBridge, at the host's
/// rate or joined with it by a RateBridge. Opened by the constructor, closed by the destructor.
class DevicePath {
 public:
  struct Setup {
    Plan plan;
    Directions directions;  ///< which of the planned ones
    double hostRate = 0;    ///< Hz
    std::int32_t frames = 0;
    audio::OpenPackets openPackets;  ///< see audio::LoopbackSettings
  };
  /// `listener` outlives it. Throws audio::Error.
  DevicePath(const Setup& setup, BlockListener& listener);
  ~DevicePath();
  DevicePath(const DevicePath&) = delete;
  DevicePath& operator=(const DevicePath&) = delete;

  /// Throws audio::Error; it is then as before.
  void start();
  /// No block after it returns, even when it throws audio::Error.
  void stop();

  /// What the host API claims of the open streams, or an estimate where that cannot be true, and what joining costs,
  /// with the file's corrections.
  [[nodiscard]] Latencies latencies() const noexcept;
  /// As claimed, true or not: frames clamped to 32 bits, the smallest of them for "not a number".
  [[nodiscard]] Latencies claimed_latencies() const noexcept;
  /// At which rates the devices were opened.
  [[nodiscard]] const DeviceRates& rates() const noexcept { return rates_; }
  /// Whether input and output are two streams on clocks of their own.
  [[nodiscard]] bool two_clocks() const noexcept { return bridge_ != nullptr && setup_.plan.twoClocks; }

  // From any thread.

  /// The stream ended although nobody stopped it.
  [[nodiscard]] bool lost() const noexcept { return lost_.load(std::memory_order_acquire); }
  /// The input that is a source of its own ended so; its blocks are silence.
  [[nodiscard]] bool capture_lost() const noexcept { return bridge_ != nullptr && bridge_->lost(); }
  /// Whether the latencies have become others since this was last asked.
  [[nodiscard]] bool latencies_changed() noexcept {
    return latenciesChanged_.exchange(false, std::memory_order_acq_rel);
  }

  // Of an input that is a source of its own and was lost.

  /// It, to be closed at leisure.
  [[nodiscard]] std::unique_ptr<GatedCapture> give_up_capture() noexcept { return std::move(capture_); }
  /// Opens such a source, at one of the input's rates. Throws audio::Error.
  [[nodiscard]] static std::unique_ptr<GatedCapture> open_capture(const Setup& setup, double rate);
  /// Goes on with such a source, which was started, while the path runs. False, and it stays the caller's, when it
  /// brings something else than the first.
  [[nodiscard]] bool take_capture(std::unique_ptr<GatedCapture>& capture) noexcept;

 private:
  [[nodiscard]] static std::unique_ptr<audio::CaptureSource> open_source(const Setup& setup, double rate);
  [[nodiscard]] std::unique_ptr<audio::BlockStream> open_stream();
  [[nodiscard]] audio::StreamSettings stream_settings();
  void stop_capture() noexcept;
  [[nodiscard]] double input_latency() const noexcept;  ///< seconds, as claimed

  /// A block for the host. `age`: nanoseconds since it was complete.
  void give_block(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags,
                  std::int64_t age) noexcept;
  void convert(const void* input, void* output, PaStreamCallbackFlags flags) noexcept;
  void give_silence(void* output, unsigned long frames) const noexcept;

  static int on_callback(const void* input, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* time,
                         PaStreamCallbackFlags flags, void* self);
  static void on_finished(void* self);

  const Setup setup_;
  BlockListener& listener_;
  const Latencies estimate_;
  const DeviceRates rates_;
  std::atomic<bool> stopping_{true};
  std::atomic<bool> lost_{false};
  std::atomic<bool> latenciesChanged_{false};
  std::unique_ptr<GatedCapture> capture_;  ///< null where input and output are one stream, or when it is lost
  audio::CaptureFormat captureFormat_;
  std::unique_ptr<ClockBridge> bridge_;
  std::unique_ptr<RateBridge> rateBridge_;        ///< null where the stream runs at the host's rate
  PaStreamCallbackFlags flagsToTell_ = paNoFlag;  ///< of callbacks that had no block for the host
  std::unique_ptr<audio::BlockStream> stream_;
};

}  // namespace flexlab::driver
