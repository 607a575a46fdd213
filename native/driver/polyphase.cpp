#include "driver/polyphase.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace flexlab::driver {
namespace {

/// Interpolating between so many places on a straight line errs by pi^2 / 24 / kPhases^2 at most: -128 dB.
constexpr int kPhases = 1024;

constexpr int kCrossings = 32;         // zero crossings of the sinc on each side
constexpr int kCrossingsBetween = 64;  // between two rates: the transition has to lie below the lower Nyquist frequency

/// Kaiser's formulas for an attenuation of 112 dB: 0.1102 (A - 8.7), and half the transition, as a part of the Nyquist
/// frequency, times the crossings: (A - 7.95) / (2.285 * 4 pi).
constexpr double kBeta = 0.1102 * (112.0 - 8.7);
constexpr double kTransitionTimesCrossings = 3.62;

/// Modified Bessel function of order 0, by its power series.
double bessel_i0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; term > sum * 1e-17; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

double kernel(double distance, double cutoff, double reach) {
  const double place = distance / reach;
  if (std::abs(place) >= 1) return 0;
  const double window = bessel_i0(kBeta * std::sqrt(1 - place * place)) / bessel_i0(kBeta);
  const double x = std::numbers::pi * cutoff * distance;
  return cutoff * (x == 0 ? 1 : std::sin(x) / x) * window;
}

}  // namespace

Polyphase::Polyphase(double from, double to) {
  const bool same = from == to;
  const int crossings = same ? kCrossings : kCrossingsBetween;
  const double cutoff = same ? 1.0 : std::min(1.0, to / from) * (1 - kTransitionTimesCrossings / kCrossingsBetween);
  reach_ = static_cast<std::int64_t>(std::ceil(crossings / cutoff));
  const auto count = static_cast<std::size_t>(2 * reach_);
  taps_.resize(count);
  rows_.resize(count * (kPhases + 1));
  std::vector<double> row(count);
  for (std::size_t phase = 0; phase <= kPhases; ++phase) {
    double sum = 0;
    for (std::size_t tap = 0; tap < count; ++tap) {
      const double distance =
          static_cast<double>(static_cast<std::int64_t>(tap) - reach_ + 1) - static_cast<double>(phase) / kPhases;
      row[tap] = kernel(distance, cutoff, static_cast<double>(reach_));
      sum += row[tap];
    }
    // A constant stays the same constant.
    for (std::size_t tap = 0; tap < count; ++tap) rows_[phase * count + tap] = static_cast<float>(row[tap] / sum);
  }
}

std::span<const float> Polyphase::taps(double fraction) noexcept {
  const double place = fraction * kPhases;
  const auto phase = std::min(static_cast<std::size_t>(place), static_cast<std::size_t>(kPhases - 1));
  const auto rest = static_cast<float>(place - static_cast<double>(phase));
  const float* low = rows_.data() + phase * taps_.size();
  const float* high = low + taps_.size();
  for (std::size_t tap = 0; tap < taps_.size(); ++tap) taps_[tap] = low[tap] + rest * (high[tap] - low[tap]);
  return taps_;
}

}  // namespace flexlab::driver
