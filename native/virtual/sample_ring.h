#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace flexlab::virtual_device {

/// The latest samples of several channels, found by their absolute position; silence before the first.
class SampleRing {
 public:
  /// Keeps at least `capacity` positions, the newest included.
  SampleRing(int channels, std::int64_t capacity)
      : size_(static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(capacity)))),
        samples_(static_cast<std::size_t>(channels) * static_cast<std::size_t>(size_)) {}

  [[nodiscard]] std::int64_t capacity() const noexcept { return size_; }

  /// Silence everywhere.
  void clear() noexcept { std::fill(samples_.begin(), samples_.end(), 0.0); }

  /// Positions may be negative, but reach back by less than the capacity from the newest that was written.
  [[nodiscard]] double& at(int channel, std::int64_t position) noexcept { return samples_[index(channel, position)]; }
  [[nodiscard]] double at(int channel, std::int64_t position) const noexcept {
    return samples_[index(channel, position)];
  }

 private:
  [[nodiscard]] std::size_t index(int channel, std::int64_t position) const noexcept {
    return static_cast<std::size_t>(channel * size_ + (position & (size_ - 1)));
  }

  std::int64_t size_;
  std::vector<double> samples_;
};

}  // namespace flexlab::virtual_device
