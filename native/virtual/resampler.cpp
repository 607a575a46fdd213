#include "virtual/resampler.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

#include "audio/kaiser.h"

namespace flexlab::virtual_device {
namespace {

/// Kernel values per source frame. Reading between them on a straight line errs by at most pi^2 / 24 / kSteps^2,
/// which is -128 dB.
constexpr int kSteps = 1024;

constexpr double kAttenuationDb = 112;

double sinc(double x) {
  if (x == 0) return 1;
  return std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

}  // namespace

Resampler::Resampler(int crossings, double cutoff)
    : reach_(static_cast<std::int64_t>(std::ceil(crossings / cutoff))), taps_(static_cast<std::size_t>(2 * reach_)) {
  const std::int64_t length = reach_ * kSteps;
  const audio::Kaiser window(kAttenuationDb);
  kernel_.reserve(static_cast<std::size_t>(length) + 2);
  for (std::int64_t i = 0; i <= length + 1; ++i) {
    const double distance = static_cast<double>(i) / kSteps;
    kernel_.push_back(cutoff * sinc(cutoff * distance) * window.at(distance / static_cast<double>(reach_)));
  }
}

void Resampler::set_fraction(double fraction) noexcept {
  if (fraction == fraction_) return;
  fraction_ = fraction;
  for (std::int64_t i = 0; i < 2 * reach_; ++i) {
    const double distance = std::abs(static_cast<double>(i - reach_ + 1) - fraction) * kSteps;
    const auto step = static_cast<std::size_t>(distance);
    const double rest = distance - static_cast<double>(step);
    taps_[static_cast<std::size_t>(i)] = kernel_[step] + rest * (kernel_[step + 1] - kernel_[step]);
  }
  // A constant stays the same constant.
  const double sum = std::accumulate(taps_.begin(), taps_.end(), 0.0);
  for (double& tap : taps_) tap /= sum;
}

double Resampler::read(const SampleRing& source, int channel, std::int64_t frame) const noexcept {
  double sum = 0;
  std::int64_t position = frame - reach_ + 1;
  for (const double tap : taps_) sum += tap * source.at(channel, position++);
  return sum;
}

}  // namespace flexlab::virtual_device
