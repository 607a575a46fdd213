#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "audio/sample_type.h"

namespace flexlab::driver {

/// The latest samples of several channels, found by their position; silence before the first. For reading them between
/// samples. Allocates in the constructor only.
class FloatRing {
 public:
  /// Keeps at least `frames` positions.
  FloatRing(int channels, std::int64_t frames);

  [[nodiscard]] int channels() const noexcept { return channels_; }
  /// Positions that are kept.
  [[nodiscard]] std::int64_t capacity() const noexcept { return capacity_; }

  /// `samples[c]`: so many frames of channel c, from `position` on. Null: silence.
  void write(std::int64_t position, audio::SampleType type, const void* const* samples, std::int64_t frames) noexcept;
  /// One channel from `first` on, which is not negative.
  void read(int channel, std::int64_t first, std::span<float> samples) const noexcept;
  /// The weighted sum of one channel over the positions from `first` on. They may be negative.
  [[nodiscard]] float weigh(int channel, std::int64_t first, std::span<const float> taps) const noexcept;
  /// Silence everywhere.
  void clear() noexcept;

 private:
  int channels_;
  std::int64_t capacity_;       // a power of two
  std::vector<float> samples_;  // channels x capacity
};

}  // namespace flexlab::driver
