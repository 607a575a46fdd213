#include "driver/polyphase.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "audio/kaiser.h"

namespace flexlab::driver {
namespace {

/// Interpolating between so many places on a straight line errs by pi^2 / 24 / kPhases^2 at most: -128 dB.
constexpr int kPhases = 1024;

constexpr int kCrossings = 32;         // zero crossings of the sinc on each side
constexpr int kCrossingsBetween = 64;  // between two rates: the transition has to lie below the lower Nyquist frequency

constexpr double kAttenuationDb = 112;
/// Kaiser's formula for half the transition, as a part of the Nyquist frequency, times the crossings:
/// (A - 7.95) / (2.285 * 4 pi).
constexpr double kTransitionTimesCrossings = 3.62;

double kernel(const audio::Kaiser& window, double distance, double cutoff, double reach) {
  const double x = std::numbers::pi * cutoff * distance;
  return cutoff * (x == 0 ? 1 : std::sin(x) / x) * window.at(distance / reach);
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
  const audio::Kaiser window(kAttenuationDb);
  std::vector<double> row(count);
  for (std::size_t phase = 0; phase <= kPhases; ++phase) {
    double sum = 0;
    for (std::size_t tap = 0; tap < count; ++tap) {
      const double distance =
          static_cast<double>(static_cast<std::int64_t>(tap) - reach_ + 1) - static_cast<double>(phase) / kPhases;
      row[tap] = kernel(window, distance, cutoff, static_cast<double>(reach_));
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
