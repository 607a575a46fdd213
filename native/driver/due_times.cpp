#include "driver/due_times.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "driver/bandwidth.h"

namespace flexlab::driver {
namespace {

constexpr Bandwidth kBandwidth{.quickHz = 5, .quickSeconds = 0.3, .slowHz = 0.5};
/// How much one that is late counts, against one that is early.
constexpr double kLateCounts = 0.05;
/// Later than this proves no more, in nanoseconds: one that is very late shall not count more than many that are not.
constexpr double kProves = 1e5;
/// Off by more than callbacks are, nanoseconds: either the first was late, or the clock lost time.
constexpr double kFar = 2e6;
/// So long all of them have to be far too late until it is the clock that is.
constexpr double kLostSeconds = 0.25;
constexpr double kMostOffPace = 0.01;

}  // namespace

void DueTimes::reset() noexcept {
  begun_ = false;
  pace_ = 1;
}

void DueTimes::begin(std::int64_t time) noexcept {
  begun_ = true;
  origin_ = time;
  due_ = 0;
  age_ = 0;
  late_ = 0;
}

std::int64_t DueTimes::came(double frames, std::int64_t time) noexcept {
  const double seconds = frames / sampleRate_;
  const double expected = due_ + seconds * 1e9 * pace_;
  const double off = static_cast<double>(time - origin_) - expected;
  late_ = off > kFar ? late_ + seconds : 0;
  if (!begun_ || off < -kFar || off > kLostSeconds * 1e9 || late_ > kLostSeconds + 3 * seconds) {
    begin(time);
    return time;
  }
  // Long buffers come too seldom for a quick loop.
  const double turn = std::min(2 * std::numbers::pi * kBandwidth.at(age_) * seconds, 0.3);
  const double counted = (off < 0 ? 1 : kLateCounts) * std::min(off, kProves);
  due_ = expected + std::numbers::sqrt2 * turn * counted;
  pace_ = std::clamp(pace_ + turn * turn * counted / (seconds * 1e9), 1 - kMostOffPace, 1 + kMostOffPace);
  age_ += seconds;
  return origin_ + std::llround(due_);
}

}  // namespace flexlab::driver
