#include "virtual/sample_codec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace flexlab::virtual_device {
namespace {

static_assert(std::endian::native == std::endian::little, "sample types are little-endian");

/// An integer of Bytes bytes, sign-extended.
template <std::size_t Bytes>
std::int32_t load(const unsigned char* bytes) noexcept {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes, Bytes);
  constexpr int kShift = 32 - 8 * static_cast<int>(Bytes);
  return static_cast<std::int32_t>(word << kShift) >> kShift;
}

template <std::size_t Bytes>
void decode_integers(const unsigned char* bytes, double* samples, std::size_t count) noexcept {
  const double step = std::ldexp(1.0, 1 - 8 * static_cast<int>(Bytes));
  for (std::size_t i = 0; i < count; ++i) samples[i] = load<Bytes>(bytes + i * Bytes) * step;
}

template <std::size_t Bytes>
void encode_integers(const double* samples, unsigned char* bytes, std::size_t count) noexcept {
  const double scale = std::ldexp(1.0, 8 * static_cast<int>(Bytes) - 1);
  for (std::size_t i = 0; i < count; ++i) {
    // What is no number becomes silence: the comparison is false for it.
    double value = std::nearbyint(samples[i] * scale);
    value = value == value ? std::clamp(value, -scale, scale - 1) : 0;
    const auto word = static_cast<std::int32_t>(value);
    std::memcpy(bytes + i * Bytes, &word, Bytes);
  }
}

}  // namespace

void decode(audio::SampleType type, const unsigned char* bytes, double* samples, std::size_t count) noexcept {
  switch (type) {
    case audio::SampleType::Float32:
      for (std::size_t i = 0; i < count; ++i) {
        float value = 0;
        std::memcpy(&value, bytes + i * sizeof value, sizeof value);
        samples[i] = value;
      }
      return;
    case audio::SampleType::Int32: decode_integers<4>(bytes, samples, count); return;
    case audio::SampleType::Int24: decode_integers<3>(bytes, samples, count); return;
    case audio::SampleType::Int16: decode_integers<2>(bytes, samples, count); return;
  }
}

void encode(audio::SampleType type, const double* samples, unsigned char* bytes, std::size_t count) noexcept {
  switch (type) {
    case audio::SampleType::Float32:
      for (std::size_t i = 0; i < count; ++i) {
        const auto value = static_cast<float>(samples[i]);
        std::memcpy(bytes + i * sizeof value, &value, sizeof value);
      }
      return;
    case audio::SampleType::Int32: encode_integers<4>(samples, bytes, count); return;
    case audio::SampleType::Int24: encode_integers<3>(samples, bytes, count); return;
    case audio::SampleType::Int16: encode_integers<2>(samples, bytes, count); return;
  }
}

}  // namespace flexlab::virtual_device
