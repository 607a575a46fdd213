#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "audio/sample_type.h"
#include "driver/rate_stage.h"

namespace flexlab::driver {

/// Joins a stream that runs at its device's rate with a host that runs at another: blocks of the stream go in and out,
/// and as often as enough has come in, the host has a block of its own size and rate.
///
/// Host frame n is what the stream brought at its frame (n - input_latency()) * deviceRate / hostRate, and is played
/// at its frame (n + output_latency()) * deviceRate / hostRate: exactly, and for ever. That is what conversion costs:
/// the reach of the interpolation in both directions, and up to one of the host's buffers where those do not last as
/// long as a whole number of the device's frames.
///
/// For the audio thread; all memory is taken by the constructor.
class RateBridge {
 public:
  struct Side {
    int channels = 0;
    audio::SampleType sampleType = audio::SampleType::Float32;
  };
  struct Setup {
    std::int64_t deviceRate = 0;  ///< Hz
    std::int64_t hostRate = 0;    ///< Hz
    std::int32_t hostFrames = 0;
    std::optional<Side> input;
    std::optional<Side> output;
  };
  explicit RateBridge(const Setup& setup);

  /// Frames of the stream's blocks: as long as a block of the host, rounded down, so that the host is never called
  /// twice for one of them.
  [[nodiscard]] static std::int32_t device_frames(std::int64_t deviceRate, std::int64_t hostRate,
                                                  std::int32_t hostFrames) noexcept;
  [[nodiscard]] std::int32_t device_frames() const noexcept { return deviceFrames_; }

  /// Frames at the host's rate, of directions that are there.
  [[nodiscard]] std::int32_t input_latency() const noexcept { return inputLatency_; }
  [[nodiscard]] std::int32_t output_latency() const noexcept { return outputLatency_; }

  /// Before the stream starts.
  void reset() noexcept;

  /// The stream's next block of input, `input[c]` for channel c; null: silence, or no input.
  void push(const void* const* input) noexcept;
  /// Whether enough has come in for the host's next block.
  [[nodiscard]] bool has_block() const noexcept;

  struct Block {
    const void* const* input;  ///< null without input
    void** output;             ///< to be filled in; null without output
    std::int64_t age;          ///< nanoseconds from the end of this block to the end of the stream's
  };
  /// The host's next block, until the next push. Its output goes out with end_block.
  [[nodiscard]] Block begin_block() noexcept;
  void end_block() noexcept;

  /// The stream's block of output, after all blocks of the host.
  void pull(void* const* output) noexcept;

 private:
  /// A block of the host in one direction.
  struct Memory {
    Memory(const Side& side, std::int32_t frames);
    std::vector<std::byte> bytes;
    std::vector<void*> channels;
  };

  const Setup setup_;
  const RateRatio ratio_;  ///< of the device's frames to the host's
  const std::int32_t deviceFrames_;
  std::optional<RateStage> fromDevice_;
  std::optional<RateStage> toDevice_;
  std::optional<Memory> hostInput_;
  std::optional<Memory> hostOutput_;
  std::int32_t inputLatency_ = 0;
  std::int32_t outputLatency_ = 0;
  /// How far the stream is ahead of the host's blocks: device frames times ratio_.parts.
  std::int64_t ahead_ = 0;
};

}  // namespace flexlab::driver
