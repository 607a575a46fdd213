#include "probe/callback_log.h"

#include <algorithm>

namespace flexlab::probe {
namespace {

/// Callbacks that are not judged: the first ones of a stream come as they like.
constexpr std::uint64_t kLearning = 32;
/// What is usual loses this part of itself with each callback: half of it in 350 callbacks.
constexpr std::int64_t kForgetting = 512;
constexpr std::int64_t kStall = 250'000'000;

std::uint32_t steps(std::int64_t nanoseconds, std::int64_t period, double perPeriod) noexcept {
  const double count = static_cast<double>(nanoseconds) / static_cast<double>(period) * perPeriod;
  return static_cast<std::uint32_t>(std::clamp(count + 0.5, 0.0, 32767.0));
}

void raise(std::atomic<std::int64_t>& most, std::int64_t value) noexcept {
  if (value > most.load(std::memory_order_relaxed)) most.store(value, std::memory_order_relaxed);
}

void add_one(std::atomic<std::uint64_t>& counter) noexcept {
  counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

}  // namespace

void CallbackLog::prepare(std::int64_t periodNanoseconds) noexcept {
  period_ = std::max<std::int64_t>(1, periodNanoseconds);
  usual_ = period_;
}

bool CallbackLog::is_late(std::int64_t interval) noexcept {
  const bool late = count_.load(std::memory_order_relaxed) > kLearning && interval > usual_ + usual_ / 2;
  // A late one teaches too, or a driver that changed its ways would be late for ever; but it takes several.
  const std::int64_t lesson = late ? std::min(interval, usual_ + usual_ / 8) : interval;
  usual_ = std::max({period_, lesson, usual_ - usual_ / kForgetting});
  return late;
}

void CallbackLog::add(std::int64_t entered, std::int64_t duration) noexcept {
  if (!isFirst_) {
    const std::uint64_t number = count_.load(std::memory_order_relaxed);
    const std::int64_t interval = entered - before_;
    const bool late = is_late(interval);
    if (late) add_one(late_);
    if (interval - period_ > std::max(4 * period_, kStall)) add_one(stalls_);
    raise(longest_, interval);
    ring_[number % kKept].store(
        steps(interval, period_, kIntervalSteps) | steps(duration, period_, kDurationSteps) << 16 | (late ? kLate : 0),
        std::memory_order_release);
    count_.store(number + 1, std::memory_order_release);
  }
  isFirst_ = false;
  before_ = entered;
  raise(slowest_, duration);
}

std::uint64_t CallbackLog::read(std::span<Entry> into) const noexcept {
  const std::uint64_t end = count_.load(std::memory_order_acquire);
  const std::uint64_t size = std::min<std::uint64_t>(std::min(into.size(), kKept / 2), end);
  for (std::uint64_t i = 0; i < size; ++i) {
    into[i] = ring_[(end - size + i) % kKept].load(std::memory_order_acquire);
  }
  return end;
}

}  // namespace flexlab::probe
