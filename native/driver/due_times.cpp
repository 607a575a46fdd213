#include "driver/due_times.h"

#include <algorithm>
#include <cmath>

namespace flexlab::driver {
namespace {

/// While a device starts, callbacks come without waiting, to fill its buffer, or not at the pace of its clock.
constexpr double kStartSeconds = 0.1;
/// So much sound has to be heard of a clock until it is known, however restless it is.
constexpr double kKnownSeconds = 0.6;
/// Of fewer kept callbacks some lie on a line by chance, which is not that of the clock.
constexpr std::size_t kEnough = 8;
/// So long a clock has to be followed until its slope is believed when it loses time.
constexpr double kSureSeconds = 3;
/// What clocks are off by: a slope that is measured less surely than that counts less.
constexpr double kUsualOffPace = 1e-4;
/// What one kept callback stands for, at first and in the end: the line is that of the last fifteen seconds.
constexpr double kFirstSpan = 0.06;
constexpr double kMostSpan = 0.48;
/// Off by more than callbacks are, seconds: either those before were late, or the clock lost time.
constexpr double kFar = 2e-3;
/// How much one that is late counts, against one that is early; later than this it counts no more, in seconds.
constexpr double kLateCounts = 0.1;
constexpr double kProves = 1e-4;
constexpr int kRounds = 4;
/// So long all of them have to be far too late until it is the clock that is.
constexpr double kLostSeconds = 0.25;
constexpr double kMostOffPace = 0.01;

}  // namespace

void DueTimes::reset() noexcept {
  begun_ = false;
  heard_ = 0;
  at_ = 0;
  slope_ = 0;
  before_ = 0;
}

bool DueTimes::known() const noexcept { return heard_ >= kKnownSeconds; }

void DueTimes::begin(std::int64_t time) noexcept {
  if (at_ >= kSureSeconds) before_ = slope_;
  begun_ = true;
  origin_ = time;
  at_ = 0;
  late_ = 0;
  count_ = 0;
  span_ = kFirstSpan;
  level_ = 0;
  slope_ = before_;
  keep({.at = 0, .late = 0});
}

std::int64_t DueTimes::came(double frames, std::int64_t time) noexcept {
  const double seconds = frames / sampleRate_;
  at_ += seconds;
  const double late = static_cast<double>(time - origin_) * 1e-9 - at_;
  const double off = late - line(at_);
  late_ = off > kFar ? late_ + seconds : 0;
  heard_ += seconds;
  if (!begun_ || heard_ < kStartSeconds || off < -kFar || off > kLostSeconds || late_ > kLostSeconds + 3 * seconds) {
    begin(time);
    return time;
  }
  keep({.at = at_, .late = late});
  return origin_ + std::llround((at_ + line(at_)) * 1e9);
}

void DueTimes::keep(Punctual came) noexcept {
  if (count_ > 0 && came.at < since_ + span_) {
    Punctual& last = kept_[count_ - 1];
    if (came.late - line(came.at) > last.late - line(last.at)) return;
    last = came;
  } else {
    if (count_ == kept_.size()) make_room();
    kept_[count_++] = came;
    since_ = came.at;
  }
  fit();
}

/// Two become one, so that a longer time is kept; the oldest goes when it is long enough.
void DueTimes::make_room() noexcept {
  if (span_ >= kMostSpan) {
    std::shift_left(kept_.begin(), kept_.end(), 1);
    --count_;
    return;
  }
  count_ /= 2;
  for (std::size_t i = 0; i < count_; ++i) {
    const Punctual& first = kept_[2 * i];
    const Punctual& second = kept_[2 * i + 1];
    kept_[i] = first.late - line(first.at) < second.late - line(second.at) ? first : second;
  }
  span_ *= 2;
}

/// Least squares, in which what is early counts much more than what is late.
void DueTimes::fit() noexcept {
  const std::span<const Punctual> all = kept();
  for (int round = 0; round < kRounds; ++round) {
    double weights = 0;
    double at = 0;
    double late = 0;
    double square = 0;
    double product = 0;
    double lateSquare = 0;
    for (const Punctual& one : all) {
      const double off = one.late - line(one.at);
      const double weight = off < 0 ? 1 : kLateCounts * std::min(1.0, kProves / off);
      // Relative to the last, so that no digits are lost.
      const double x = one.at - all.back().at;
      const double y = one.late - all.back().late;
      weights += weight;
      at += weight * x;
      late += weight * y;
      square += weight * x * x;
      product += weight * x * y;
      lateSquare += weight * y * y;
    }
    at /= weights;
    late /= weights;
    const double spread = square / weights - at * at;
    if (all.size() >= kEnough) {
      const double measured = (product / weights - at * late) / spread;
      const double left = std::max(0.0, lateSquare / weights - late * late - measured * measured * spread);
      const double doubt = left / spread / weights;
      const double counted = kUsualOffPace * kUsualOffPace / (kUsualOffPace * kUsualOffPace + doubt);
      slope_ = before_ + counted * (std::clamp(measured, -kMostOffPace, kMostOffPace) - before_);
    }
    level_ = late + all.back().late - slope_ * (at + all.back().at);
  }
}

}  // namespace flexlab::driver
