#include "audio/float_codec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace flexlab::audio {
namespace {

constexpr float kInt16Scale = 32768.0F;
constexpr float kInt24Scale = 8388608.0F;
constexpr double kInt32Scale = 2147483648.0;

std::int32_t step_of(float value, double scale) noexcept {
  if (std::isnan(value)) return 0;
  return static_cast<std::int32_t>(std::clamp(std::nearbyint(static_cast<double>(value) * scale), -scale, scale - 1));
}

template <typename Sample>
Sample sample_at(const unsigned char* bytes, std::size_t index) noexcept {
  Sample sample;
  std::memcpy(&sample, bytes + index * sizeof sample, sizeof sample);
  return sample;
}

}  // namespace

void to_floats(SampleType type, const void* samples, float* floats, std::size_t count) noexcept {
  const auto* bytes = static_cast<const unsigned char*>(samples);
  switch (type) {
    case SampleType::Float32: std::memcpy(floats, bytes, count * sizeof(float)); return;
    case SampleType::Int32:
      for (std::size_t i = 0; i < count; ++i) {
        floats[i] = static_cast<float>(sample_at<std::int32_t>(bytes, i)) / static_cast<float>(kInt32Scale);
      }
      return;
    case SampleType::Int24:
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t word = static_cast<std::uint32_t>(bytes[3 * i]) << 8 |
                                   static_cast<std::uint32_t>(bytes[3 * i + 1]) << 16 |
                                   static_cast<std::uint32_t>(bytes[3 * i + 2]) << 24;
        floats[i] = static_cast<float>(std::bit_cast<std::int32_t>(word) >> 8) / kInt24Scale;
      }
      return;
    case SampleType::Int16:
      for (std::size_t i = 0; i < count; ++i) {
        floats[i] = static_cast<float>(sample_at<std::int16_t>(bytes, i)) / kInt16Scale;
      }
      return;
  }
}

void from_floats(SampleType type, const float* floats, void* samples, std::size_t count) noexcept {
  auto* bytes = static_cast<unsigned char*>(samples);
  switch (type) {
    case SampleType::Float32: std::memcpy(bytes, floats, count * sizeof(float)); return;
    case SampleType::Int32:
      for (std::size_t i = 0; i < count; ++i) {
        const std::int32_t step = step_of(floats[i], kInt32Scale);
        std::memcpy(bytes + 4 * i, &step, 4);
      }
      return;
    case SampleType::Int24:
      for (std::size_t i = 0; i < count; ++i) {
        const auto step = static_cast<std::uint32_t>(step_of(floats[i], kInt24Scale));
        bytes[3 * i] = static_cast<unsigned char>(step);
        bytes[3 * i + 1] = static_cast<unsigned char>(step >> 8);
        bytes[3 * i + 2] = static_cast<unsigned char>(step >> 16);
      }
      return;
    case SampleType::Int16:
      for (std::size_t i = 0; i < count; ++i) {
        const auto step = static_cast<std::int16_t>(step_of(floats[i], kInt16Scale));
        std::memcpy(bytes + 2 * i, &step, 2);
      }
      return;
  }
}

}  // namespace flexlab::audio
