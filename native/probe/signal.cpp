#include "probe/signal.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "probe/position_code.h"
#include "probe/samples.h"

namespace flexlab::probe {
namespace {

/// Full scale of an integer type in steps of the code: its exponent of two.
constexpr int full_scale_bits(audio::SampleType type) noexcept {
  switch (type) {
    case audio::SampleType::Float32: return 0;
    case audio::SampleType::Int32: return 31;
    case audio::SampleType::Int24: return 23;
    case audio::SampleType::Int16: return 15;
  }
  return 0;
}

float fill_code(const PositionCode& code, audio::SampleType type, std::uint64_t position, std::size_t frames,
                std::byte* target) noexcept {
  std::int32_t peak = 0;
  const float step = std::ldexp(1.0F, -code.code_bits());
  if (type == audio::SampleType::Float32) {
    for (std::size_t i = 0; i < frames; ++i) {
      const std::int32_t steps = code.steps(position + i);
      peak = std::max(peak, std::abs(steps));
      const float sample = static_cast<float>(steps) * step;
      std::memcpy(target + i * sizeof sample, &sample, sizeof sample);
    }
  } else {
    const std::int32_t factor = std::int32_t{1} << (full_scale_bits(type) - code.code_bits());
    const std::size_t bytes = audio::bytes_of(type);
    for (std::size_t i = 0; i < frames; ++i) {
      const std::int32_t steps = code.steps(position + i);
      peak = std::max(peak, std::abs(steps));
      const std::int32_t sample = steps * factor;
      std::memcpy(target + i * bytes, &sample, bytes);  // little-endian: the low bytes come first
    }
  }
  return static_cast<float>(peak) * step;
}

float fill_sine(const SineSignal& sine, audio::SampleType type, double sampleRate, std::uint64_t position,
                std::size_t frames, std::byte* target) noexcept {
  const double cyclesPerFrame = sine.frequencyHz / sampleRate;
  return with_samples(type, [&]<typename Io>(Io) {
    double peak = 0;
    for (std::size_t i = 0; i < frames; ++i) {
      // The whole cycles go first: the phase stays exact for days.
      const double cycles = std::fmod(static_cast<double>(position + i) * cyclesPerFrame, 1.0);
      const double sample = sine.amplitude * std::sin(2 * std::numbers::pi * cycles);
      peak = std::max(peak, std::abs(sample));
      Io::write(target + i * Io::kBytes, sample);
    }
    return static_cast<float>(peak);
  });
}

}  // namespace

float Player::fill(std::uint32_t channel, std::uint64_t position, std::size_t frames,
                   std::byte* target) const noexcept {
  if (const auto* code = std::get_if<PositionSignal>(&signal_)) {
    return fill_code(PositionCode(code->seed, channel, codeBits_), type_, position, frames, target);
  }
  if (const auto* sine = std::get_if<SineSignal>(&signal_)) {
    return fill_sine(*sine, type_, sampleRate_, position, frames, target);
  }
  std::memset(target, 0, frames * audio::bytes_of(type_));
  return 0;
}

}  // namespace flexlab::probe
