#include "probe/live_spectrum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace flexlab::probe {
namespace {

using spectrum::kBlock;
using spectrum::kLines;
using spectrum::next_band;

/// Blackman and Harris, "minimum 4-term"; Harris, Proceedings of the IEEE 66, 1978: side lobes at -92 dB. The first is
/// the window's mean.
constexpr std::array kWindow{0.35875, 0.48829, 0.14128, 0.01168};
constexpr double kSilence = -120;  ///< dBFS; what is below
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

LiveSpectrum::LiveSpectrum() : window_(kBlock), turns_(kBlock / 2), values_(kBlock), decibels_(kLines) {
  for (std::size_t i = 0; i < kBlock; ++i) {
    const double x = 2 * std::numbers::pi * static_cast<double>(i) / kBlock;
    window_[i] = kWindow[0] - kWindow[1] * std::cos(x) + kWindow[2] * std::cos(2 * x) - kWindow[3] * std::cos(3 * x);
    if (i < kBlock / 2) turns_[i] = std::polar(1.0, -x);
  }
  analyse(std::vector<float>(kBlock));
}

void LiveSpectrum::analyse(std::span<const float> block) noexcept {
  for (std::size_t i = 0; i < kBlock; ++i) values_[i] = block[i] * window_[i];
  transform();
  // A sine's line is half its amplitude.
  constexpr double kFull = kWindow[0] * kBlock / 2;
  for (std::size_t line = 0; line < kLines; ++line) {
    decibels_[line] = 10 * std::log10(std::norm(values_[line]) / (kFull * kFull));
  }
  std::size_t line = 1;
  for (double& band : bands_) {
    const std::size_t end = next_band(line);
    band = *std::max_element(decibels_.begin() + static_cast<std::ptrdiff_t>(line),
                             decibels_.begin() + static_cast<std::ptrdiff_t>(end));
    line = end;
  }
}

LiveSpectrum::Strongest LiveSpectrum::strongest() const noexcept {
  // Beside 0 Hz and half the sample rate there is no line beyond to find a peak between.
  const auto top = std::max_element(decibels_.begin() + 2, decibels_.end() - 1);
  const double left = *(top - 1);
  const double right = *(top + 1);
  if (!(*top > kSilence)) return {.line = kUnknown, .decibels = kUnknown};
  // The peak of the parabola through the three.
  const double bend = left - 2 * *top + right;
  const double shift = std::isfinite(bend) && bend < 0 ? (left - right) / (2 * bend) : 0;
  return {.line = static_cast<double>(top - decibels_.begin()) + shift, .decibels = *top - (left - right) * shift / 4};
}

/// Cooley and Tukey, in place: the samples in bit-reversed order, then halves of twice the length at each stage.
void LiveSpectrum::transform() noexcept {
  for (std::size_t i = 1, mirrored = 0; i < kBlock; ++i) {
    std::size_t bit = kBlock / 2;
    for (; (mirrored & bit) != 0; bit /= 2) mirrored ^= bit;
    mirrored |= bit;
    if (i < mirrored) std::swap(values_[i], values_[mirrored]);
  }
  for (std::size_t half = 1; half < kBlock; half *= 2) {
    const std::size_t step = kBlock / (2 * half);
    for (std::size_t start = 0; start < kBlock; start += 2 * half) {
      for (std::size_t k = 0; k < half; ++k) {
        const std::complex<double> turn = turns_[k * step];
        const std::complex<double> high = values_[start + k + half];
        // By hand: the operator would look for infinities.
        const std::complex<double> turned(high.real() * turn.real() - high.imag() * turn.imag(),
                                          high.real() * turn.imag() + high.imag() * turn.real());
        values_[start + k + half] = values_[start + k] - turned;
        values_[start + k] += turned;
      }
    }
  }
}

}  // namespace flexlab::probe
