#include "driver/polyphase.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "audio/kaiser.h"

namespace flexlab::driver {
namespace {

constexpr int kCrossings = 32;  // zero crossings of the sinc on each side
/// Between two rates: the transition has to lie below the lower Nyquist frequency, for 44.1 kHz from 20 kHz on.
constexpr int kCrossingsBetween = 80;

constexpr double kAttenuationDb = 112;
/// Kaiser's formula for half the transition, as a part of the Nyquist frequency, times the crossings:
/// (A - 7.95) / (2.285 * 4 pi).
constexpr double kTransitionTimesCrossings = 3.62;

/// Places of the table that are so near are the same one.
constexpr double kSamePlace = 1e-7;

double kernel(const audio::Kaiser& window, double distance, double cutoff, double reach) {
  const double x = std::numbers::pi * cutoff * distance;
  return cutoff * (x == 0 ? 1 : std::sin(x) / x) * window.at(distance / reach);
}

}  // namespace

Polyphase::Polyphase(double from, double to, std::size_t phases) : phases_(phases) {
  const bool same = from == to;
  const int crossings = same ? kCrossings : kCrossingsBetween;
  const double cutoff = same ? 1.0 : std::min(1.0, to / from) * (1 - kTransitionTimesCrossings / kCrossingsBetween);
  reach_ = static_cast<std::int64_t>(std::ceil(crossings / cutoff));
  const auto count = static_cast<std::size_t>(2 * reach_);
  taps_.resize(count);
  rows_.resize(count * (phases + 1));
  const audio::Kaiser window(kAttenuationDb);
  std::vector<double> row(count);
  for (std::size_t phase = 0; phase <= phases; ++phase) {
    double sum = 0;
    for (std::size_t tap = 0; tap < count; ++tap) {
      const double distance = static_cast<double>(static_cast<std::int64_t>(tap) - reach_ + 1) -
                              static_cast<double>(phase) / static_cast<double>(phases);
      row[tap] = kernel(window, distance, cutoff, static_cast<double>(reach_));
      sum += row[tap];
    }
    // A constant stays the same constant.
    for (std::size_t tap = 0; tap < count; ++tap) rows_[phase * count + tap] = static_cast<float>(row[tap] / sum);
  }
}

std::span<const float> Polyphase::taps(double fraction) noexcept {
  const double place = fraction * static_cast<double>(phases_);
  const auto phase = std::min(static_cast<std::size_t>(place + kSamePlace), phases_ - 1);
  const double rest = place - static_cast<double>(phase);
  const float* low = rows_.data() + phase * taps_.size();
  if (rest < kSamePlace) return {low, taps_.size()};
  const float* high = low + taps_.size();
  const auto share = static_cast<float>(rest);
  for (std::size_t tap = 0; tap < taps_.size(); ++tap) taps_[tap] = low[tap] + share * (high[tap] - low[tap]);
  return taps_;
}

}  // namespace flexlab::driver
