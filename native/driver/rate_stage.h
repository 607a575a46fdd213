#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "audio/sample_type.h"
#include "driver/float_ring.h"
#include "driver/polyphase.h"

namespace flexlab::driver {

/// Two sample rates whose quotient is fixed, in lowest terms: `step` frames at the one last as long as `parts` at the
/// other.
struct RateRatio {
  std::int64_t step;
  std::int64_t parts;
};
/// From the rate that is read to the rate that goes out; both in whole Hz, above 0.
[[nodiscard]] RateRatio ratio_of(std::int64_t from, std::int64_t to) noexcept;

/// Converts one direction of a stream from one rate to another on the same clock, without drift: frame n that goes out
/// lies at (n * step - offset) / parts of what came in. In whole numbers, so it stays so for ever.
/// Allocates in the constructor only.
class RateStage {
 public:
  struct Setup {
    std::int64_t from = 0;  ///< Hz
    std::int64_t to = 0;    ///< Hz
    int channels = 0;
    audio::SampleType sampleType = audio::SampleType::Float32;
    std::int64_t mostIn = 0;    ///< frames of one push, at most
    std::int64_t mostOut = 0;   ///< frames of one pull, at most
    std::int64_t mostWait = 0;  ///< incoming frames that may wait to be read
  };
  explicit RateStage(const Setup& setup);

  /// Incoming frames that are needed after the place that is read, and before it.
  [[nodiscard]] std::int64_t reach() const noexcept { return polyphase_.reach(); }

  /// Begins anew, in silence: frame 0 that goes out lies at -offset / parts of what comes in.
  void reset(std::int64_t offset) noexcept;
  /// `samples[c]`: the next frames of channel c.
  void push(const void* const* samples, std::int64_t frames) noexcept;
  /// Writes the next frames to `samples[c]`. What they need has been pushed.
  void pull(void* const* samples, std::int64_t frames) noexcept;

 private:
  const Setup setup_;
  const RateRatio ratio_;
  Polyphase polyphase_;
  FloatRing ring_;
  std::vector<float> mixed_;  // channels x mostOut
  std::int64_t written_ = 0;
  std::int64_t whole_ = 0;  // the place that is read next: frames, and parts of one
  std::int64_t part_ = 0;
};

}  // namespace flexlab::driver
