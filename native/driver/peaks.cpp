#include "driver/peaks.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace flexlab::driver {
namespace {

template <typename Sample>
Sample sample_at(const std::byte* samples, std::size_t index) noexcept {
  Sample sample;
  std::memcpy(&sample, samples + index * sizeof sample, sizeof sample);
  return sample;
}

/// Without their sign, floats are in the order of their bits: integer comparison, which compilers turn into vectors.
float float_peak(const std::byte* samples, std::size_t count) noexcept {
  std::int32_t most = 0;
  for (std::size_t i = 0; i < count; ++i) most = std::max(most, sample_at<std::int32_t>(samples, i) & 0x7FFFFFFF);
  constexpr auto kMost = std::bit_cast<std::int32_t>(std::numeric_limits<float>::max());
  return std::bit_cast<float>(std::min(most, kMost));
}

/// x ^ (x >> 31) is x or -x - 1: no overflow at the most negative number, and one step less than exact.
float int32_peak(const std::byte* samples, std::size_t count) noexcept {
  std::int32_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto sample = sample_at<std::int32_t>(samples, i);
    most = std::max(most, sample ^ (sample >> 31));
  }
  return static_cast<float>(most) / 2147483648.0F;
}

float int24_peak(const std::byte* samples, std::size_t count) noexcept {
  std::int32_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto low = std::to_integer<std::uint32_t>(samples[3 * i]);
    const auto middle = std::to_integer<std::uint32_t>(samples[3 * i + 1]);
    const auto high = std::to_integer<std::uint32_t>(samples[3 * i + 2]);
    // In the upper three bytes of a word the sign is where it belongs.
    most = std::max(most, std::abs(std::bit_cast<std::int32_t>(high << 24 | middle << 16 | low << 8) >> 8));
  }
  return static_cast<float>(most) / 8388608.0F;
}

float int16_peak(const std::byte* samples, std::size_t count) noexcept {
  int most = 0;
  for (std::size_t i = 0; i < count; ++i) most = std::max(most, std::abs(int{sample_at<std::int16_t>(samples, i)}));
  return static_cast<float>(most) / 32768.0F;
}

}  // namespace

float peak_of(audio::SampleType type, const std::byte* samples, std::size_t count) noexcept {
  switch (type) {
    case audio::SampleType::Float32: return float_peak(samples, count);
    case audio::SampleType::Int32: return int32_peak(samples, count);
    case audio::SampleType::Int24: return int24_peak(samples, count);
    case audio::SampleType::Int16: return int16_peak(samples, count);
  }
  return 0;
}

}  // namespace flexlab::driver
