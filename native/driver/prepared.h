#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "audio/stream.h"
#include "audio/stream_capture.h"
#include "driver/abi.h"
#include "driver/buffers.h"
#include "driver/clock_bridge.h"
#include "driver/device_rates.h"
#include "driver/host.h"
#include "driver/live_state.h"
#include "driver/notifier.h"
#include "driver/plan.h"
#include "driver/rate_bridge.h"
#include "driver/running.h"
#include "log/event_ring.h"
#include "status/publisher.h"

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

/// A prepared driver: buffers exist and the stream is open.
class Prepared {
 public:
  /// Opens the stream and fills in the pointers of `infos`. `publisher` and `events` may be null. Throws Refusal or
  /// audio::Error.
  Prepared(const Plan& plan, std::shared_ptr<LiveState> live, std::span<abi::BufferInfo> infos, std::int32_t frames,
           double sampleRate, const abi::Callbacks& callbacks, status::Publisher* publisher, log::EventRing* events);
  ~Prepared();
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  /// Throws audio::Error; the state is then as before.
  void start(std::uint64_t firstPosition);
  /// No bufferSwitch after it returns, even when it throws audio::Error.
  void stop();
  [[nodiscard]] bool running() const noexcept { return running_.has_value(); }

  [[nodiscard]] const Host& host() const noexcept { return host_; }
  [[nodiscard]] const Buffers& buffers() const noexcept { return buffers_; }
  [[nodiscard]] double sample_rate() const noexcept { return sampleRate_; }
  [[nodiscard]] std::int32_t frames() const noexcept { return frames_; }

  /// What the host API claims of the open stream, or an estimate where that cannot be true, with the file's
  /// corrections.
  [[nodiscard]] Latencies latencies() const noexcept;
  /// The same as claimed, true or not: frames clamped to 32 bits, the smallest of them for "not a number".
  [[nodiscard]] Latencies claimed_latencies() const noexcept;

  /// At which rates the devices were opened.
  [[nodiscard]] const DeviceRates& rates() const noexcept { return rates_; }
  /// Whether input and output are two streams on clocks of their own.
  [[nodiscard]] bool two_clocks() const noexcept { return bridge_ != nullptr; }

  /// Asks the host to dispose of everything and begin anew.
  void request_reset();

 private:
  [[nodiscard]] audio::StreamSettings main_settings(const Plan& plan);

  void stop_capture() noexcept;
  /// Seconds that the input's device claims.
  [[nodiscard]] double input_latency() const noexcept;
  /// A device went away: everybody is told, and the host may find another, or the same one again. Where callbacks
  /// come, or when none comes any more.
  void lose() noexcept;

  /// A block for the host. `age`: nanoseconds since it was complete. In the callback.
  void give_block(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags,
                  std::int64_t age) noexcept;
  void convert(const void* input, void* output, PaStreamCallbackFlags flags) noexcept;

  static int on_callback(const void* input, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* time,
                         PaStreamCallbackFlags flags, void* self);
  static void on_finished(void* self);

  const std::shared_ptr<LiveState> live_;
  const Host host_;
  Buffers buffers_;
  const std::int32_t frames_;
  const double sampleRate_;
  const Latencies estimate_;
  const LabConfig lab_;
  status::Publisher* const publisher_;
  log::EventRing* const events_;
  std::optional<Running> running_;
  const DeviceRates rates_;
  std::unique_ptr<audio::CaptureSource> capture_;  ///< null where input and output are one stream
  std::unique_ptr<ClockBridge> bridge_;
  std::unique_ptr<RateBridge> rateBridge_;        ///< null where the stream runs at the host's rate
  PaStreamCallbackFlags flagsToTell_ = paNoFlag;  ///< of callbacks that had no block for the host
  audio::Stream stream_;
  Notifier notifier_;
};

}  // namespace flexlab::driver
