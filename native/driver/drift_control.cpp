#include "driver/drift_control.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "driver/bandwidth.h"

namespace flexlab::driver {
namespace {

constexpr Bandwidth kBandwidth{.quickHz = 0.5, .quickSeconds = 4, .slowHz = 0.03};
constexpr double kDamping = 1;
/// Corner of the filters above the bandwidth of the loop: far enough not to make it swing.
constexpr double kFilterFactor = 8;
/// No two clocks of sound cards are further apart.
constexpr double kMostCorrection = 0.01;

}  // namespace

void DriftControl::reset(double known) noexcept {
  age_ = 0;
  first_ = 0;
  second_ = 0;
  learned_ = std::clamp(known, -kMostCorrection, kMostCorrection);
}

double DriftControl::update(double error) noexcept {
  // Long buffers are looked at too seldom for a quick loop.
  const double omega = std::min(2 * std::numbers::pi * kBandwidth.at(age_), 0.05 / period_);
  const double share = 1 - std::exp(-kFilterFactor * omega * period_);
  first_ += share * (error - first_);
  second_ += share * (first_ - second_);
  learned_ += omega * omega / sampleRate_ * second_ * period_;
  learned_ = std::clamp(learned_, -kMostCorrection, kMostCorrection);
  age_ += period_;
  return std::clamp(2 * kDamping * omega / sampleRate_ * second_ + learned_, -kMostCorrection, kMostCorrection);
}

}  // namespace flexlab::driver
