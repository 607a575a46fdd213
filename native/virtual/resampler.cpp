#include "virtual/resampler.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

namespace flexlab::virtual_device {
namespace {

/// Kernel values per source frame. Reading between them on a straight line errs by at most pi^2 / 24 / kSteps^2,
/// which is -128 dB.
constexpr int kSteps = 1024;

/// Kaiser's formula for an attenuation of 112 dB: 0.1102 (A - 8.7).
constexpr double kBeta = 0.1102 * (112.0 - 8.7);

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

double sinc(double x) {
  if (x == 0) return 1;
  return std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

}  // namespace

Resampler::Resampler(int crossings, double cutoff)
    : reach_(static_cast<std::int64_t>(std::ceil(crossings / cutoff))), taps_(static_cast<std::size_t>(2 * reach_)) {
  const std::int64_t length = reach_ * kSteps;
  kernel_.reserve(static_cast<std::size_t>(length) + 2);
  for (std::int64_t i = 0; i <= length + 1; ++i) {
    const double distance = static_cast<double>(i) / kSteps;
    const double place = distance / static_cast<double>(reach_);
    const double window = place < 1 ? bessel_i0(kBeta * std::sqrt(1 - place * place)) / bessel_i0(kBeta) : 0;
    kernel_.push_back(cutoff * sinc(cutoff * distance) * window);
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
