#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "audio/sample_type.h"

namespace flexlab::probe {

static_assert(std::endian::native == std::endian::little, "sample types are little-endian in memory");

/// How a sample of each type is read and written. Reading is exact: Float32, Int24 and Int16 fit a float, Int32 a
/// double; full scale is 1.
template <audio::SampleType Type>
struct Samples;

template <>
struct Samples<audio::SampleType::Float32> {
  static constexpr std::size_t kBytes = 4;
  static float read(const std::byte* at) noexcept {
    float value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  static void write(std::byte* at, double value) noexcept {
    const auto sample = static_cast<float>(value);
    std::memcpy(at, &sample, sizeof sample);
  }
};

template <>
struct Samples<audio::SampleType::Int32> {
  static constexpr std::size_t kBytes = 4;
  static double read(const std::byte* at) noexcept {
    std::int32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return value * 0x1p-31;
  }
  static void write(std::byte* at, double value) noexcept {
    const auto sample = static_cast<std::int32_t>(std::clamp(std::nearbyint(value * 0x1p31), -0x1p31, 0x1p31 - 1));
    std::memcpy(at, &sample, sizeof sample);
  }
};

template <>
struct Samples<audio::SampleType::Int24> {
  static constexpr std::size_t kBytes = 3;
  static float read(const std::byte* at) noexcept {
    const auto bits = std::to_integer<std::uint32_t>(at[0]) << 8 | std::to_integer<std::uint32_t>(at[1]) << 16 |
                      std::to_integer<std::uint32_t>(at[2]) << 24;
    return static_cast<float>(static_cast<std::int32_t>(bits) >> 8) * 0x1p-23F;
  }
  static void write(std::byte* at, double value) noexcept {
    const auto sample = static_cast<std::int32_t>(std::clamp(std::nearbyint(value * 0x1p23), -0x1p23, 0x1p23 - 1));
    std::memcpy(at, &sample, kBytes);
  }
};

template <>
struct Samples<audio::SampleType::Int16> {
  static constexpr std::size_t kBytes = 2;
  static float read(const std::byte* at) noexcept {
    std::int16_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return static_cast<float>(value) * 0x1p-15F;
  }
  static void write(std::byte* at, double value) noexcept {
    const auto sample = static_cast<std::int16_t>(std::clamp(std::nearbyint(value * 0x1p15), -0x1p15, 0x1p15 - 1));
    std::memcpy(at, &sample, sizeof sample);
  }
};

/// Calls body(Samples<type>()) for a type known at run time only.
template <typename Body>
auto with_samples(audio::SampleType type, Body body) {
  switch (type) {
    case audio::SampleType::Float32: return body(Samples<audio::SampleType::Float32>());
    case audio::SampleType::Int32: return body(Samples<audio::SampleType::Int32>());
    case audio::SampleType::Int24: return body(Samples<audio::SampleType::Int24>());
    case audio::SampleType::Int16: break;
  }
  return body(Samples<audio::SampleType::Int16>());
}

}  // namespace flexlab::probe
