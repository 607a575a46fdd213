#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "audio/capture_source.h"
#include "driver/config.h"
#include "driver/drift_control.h"
#include "driver/due_times.h"
#include "driver/float_ring.h"
#include "driver/live_state.h"
#include "driver/polyphase.h"

namespace flexlab::driver {

/// Joins an input on one clock with an output on another: a source fills it, the output's callback takes blocks out,
/// and the reading speed follows the clocks so that neither ever runs out of the other. Little of the
/// lateness of single callbacks reaches the sound.
///
/// Where both are on one clock the speed never changes: samples at one rate go out as they came in, bit by bit for
/// types that a float holds. The delay is then what it was in the beginning; when it becomes another for good, because
/// the output or the source lost time, that is told as an overflow, and it begins anew.
///
/// After a take at time t the last frame handed out is `latency()` frames older than what the source had captured at t,
/// to a sixth of a frame for clocks 300 ppm apart. That is what it costs, beyond the latencies of the two devices: one
/// burst of the source, the reach of the interpolation, and a margin for late callbacks.
///
/// Begin: silence until so much has come in, and until the clocks are known, 0.6 seconds. Then sound. When the
/// source is late by more than the margin, one underflow is counted, silence goes out, and the latency grows so that it
/// does not happen again.
///
/// captured() and take() are for one thread each, in real time. All memory is taken by the constructor.
class ClockBridge final : public audio::CaptureListener {
 public:
  /// Blocks of `frames` frames at `sampleRate` go out, in the source's sample type.
  ClockBridge(const audio::CaptureFormat& format, double sampleRate, std::int32_t frames, Clocks clocks = Clocks::Two);

  /// Before the source starts, when neither thread runs.
  void reset() noexcept;

  void captured(const void* const* channels, unsigned long frames, std::int64_t time,
                PaStreamCallbackFlags flags) noexcept override;
  void capture_lost() noexcept override { lost_.store(true, std::memory_order_release); }

  struct Block {
    const void* const* channels;  ///< one array per channel, until the next take
    PaStreamCallbackFlags flags;  ///< paInputUnderflow and paInputOverflow since the last
    bool latencyChanged;
  };
  /// Another source takes the place of one that was lost, of the same format: as after a pause of the first.
  void found() noexcept { lost_.store(false, std::memory_order_release); }

  /// The next block, in a callback that began at this time on audio::now().
  [[nodiscard]] Block take(std::int64_t time) noexcept;

  /// Frames at the output's rate. From any thread.
  [[nodiscard]] std::int32_t latency() const noexcept { return latency_.load(std::memory_order_acquire); }
  [[nodiscard]] bool lost() const noexcept { return lost_.load(std::memory_order_acquire); }

 private:
  [[nodiscard]] std::int64_t due(DueTimes& times, double frames, std::int64_t time) const noexcept;
  /// By which part the source is faster than nominal against the output; nothing while that is not known.
  [[nodiscard]] std::optional<double> clocks_apart() const noexcept;
  [[nodiscard]] bool begin_reading(double captured, std::int64_t written) noexcept;
  [[nodiscard]] bool out_of_step(double error) noexcept;
  void interpolate(double step) noexcept;
  void copy() noexcept;
  void give_silence() noexcept;
  void grow(double missing) noexcept;

  const audio::CaptureFormat format_;
  const std::int32_t frames_;
  const double pace_;  ///< source frames per frame that goes out
  const bool oneClock_;
  const bool copies_;      ///< on one clock and at one rate: nothing to interpolate
  const double settling_;  ///< how much one block counts in what the delay is off by
  const std::int64_t mostLatency_;

  FloatRing ring_;
  std::atomic<std::int64_t> released_{0};  ///< positions before are not needed any more
  SampleClock writer_;                     ///< how much has been written, and when that was due
  std::atomic<double> sourcePace_{0};      ///< 0 until it is known
  std::atomic<unsigned> flags_{0};
  std::atomic<bool> lost_{false};
  std::atomic<std::int32_t> latency_;

  Polyphase polyphase_;
  DriftControl control_;
  DueTimes sourceTimes_;
  DueTimes takeTimes_;
  bool reading_ = false;
  std::int64_t whole_ = 0;  // position of the next frame to hand out
  double fraction_ = 0;
  double off_ = 0;  // by how much the delay is too long, over some time; in source frames
  std::vector<float> mixed_;
  std::vector<std::byte> block_;
  std::vector<const void*> pointers_;
};

}  // namespace flexlab::driver
