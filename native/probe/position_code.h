#pragma once

#include <cstdint>

#include "audio/sample_type.h"

namespace flexlab::probe {

/// The signal by which every sample says where it belongs; the twin of extension/analysis/positionCode.ts, equal to it
/// to the last bit.
///
/// A sample is a hash of (seed, channel, position): its magnitude is in [1/8, 1/2), so that a missing or zeroed frame
/// can always be told, in whole steps of 2^-codeBits, so that it survives the coarser of two sample types; its sign is
/// random. Positions count modulo 2^32.
class PositionCode {
 public:
  PositionCode(std::uint32_t seed, std::uint32_t channel, int codeBits) noexcept
      : offset_(mix(seed ^ mix(channel + 1))), codeBits_(codeBits) {}

  /// The sample in steps: -2^(codeBits-1) < steps < 2^(codeBits-1), never near 0.
  [[nodiscard]] std::int32_t steps(std::uint64_t position) const noexcept {
    const std::uint32_t hash = mix(static_cast<std::uint32_t>(position) + offset_);
    const std::uint32_t eighth = std::uint32_t{1} << (codeBits_ - 3);
    const auto magnitude = static_cast<std::int32_t>(eighth + (hash >> 1) % (3 * eighth));
    return (hash & 1) != 0 ? -magnitude : magnitude;
  }

  /// The sample at full scale 1; exact in a float.
  [[nodiscard]] float sample(std::uint64_t position) const noexcept {
    return static_cast<float>(steps(position)) / static_cast<float>(std::uint32_t{1} << codeBits_);
  }

  [[nodiscard]] int code_bits() const noexcept { return codeBits_; }

  static constexpr std::uint32_t mix(std::uint32_t x) noexcept {
    x ^= x >> 16;
    x *= 0x7feb352d;
    x ^= x >> 15;
    x *= 0x846ca68b;
    x ^= x >> 16;
    return x;
  }

 private:
  std::uint32_t offset_;
  int codeBits_;
};

/// How many bits of the code a sample type carries unharmed.
[[nodiscard]] constexpr int code_bits_of(audio::SampleType type) noexcept {
  switch (type) {
    case audio::SampleType::Float32:
    case audio::SampleType::Int32: return 24;
    case audio::SampleType::Int24: return 23;
    case audio::SampleType::Int16: return 15;
  }
  return 0;
}

}  // namespace flexlab::probe
