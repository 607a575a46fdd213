#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace flexlab::probe {

/// When the last callbacks came and how long they took. The audio thread tells; one other thread looks and changes
/// nothing by it.
///
/// Late is a callback whose interval is half again as long as the longest that is usual: drivers that call in bursts
/// have long intervals by nature. What is usual is learned from the first callbacks, and slowly forgotten.
/// A stall is an interval longer than max(4 periods, 250 ms), beyond the period itself: nobody catches up with that
/// unheard (the same figures as in extension/analysis/findStalls.ts).
class CallbackLog {
 public:
  /// A callback in one word: low half the interval from the one before in 1/256 of a period, high half the time it took
  /// in 1/8192 of a period with the uppermost bit set when it was late. Both stop at their greatest value.
  using Entry = std::uint32_t;
  static constexpr double kIntervalSteps = 256;
  static constexpr double kDurationSteps = 8192;
  static constexpr std::uint32_t kLate = 0x8000'0000;

  /// Before the stream starts.
  void prepare(std::int64_t periodNanoseconds) noexcept;

  // For the audio thread; nanoseconds.
  void add(std::int64_t entered, std::int64_t duration) noexcept;

  // For another thread.
  [[nodiscard]] std::uint64_t late() const noexcept { return late_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t stalls() const noexcept { return stalls_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t longest_interval() const noexcept { return longest_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t longest_duration() const noexcept { return slowest_.load(std::memory_order_relaxed); }
  /// Writes the latest callbacks, the oldest first, as far as there are so many: those before the number that it
  /// answers. The first callback of a stream has no interval and counts as none. At most half of what is kept fits.
  [[nodiscard]] std::uint64_t read(std::span<Entry> into) const noexcept;

  static constexpr std::size_t kKept = 512;

 private:
  [[nodiscard]] bool is_late(std::int64_t interval) noexcept;

  std::int64_t period_ = 1;
  bool isFirst_ = true;
  std::int64_t before_ = 0;
  std::int64_t usual_ = 0;
  std::array<std::atomic<Entry>, kKept> ring_{};
  std::atomic<std::uint64_t> count_{0};  ///< of the intervals
  std::atomic<std::uint64_t> late_{0};
  std::atomic<std::uint64_t> stalls_{0};
  std::atomic<std::int64_t> longest_{0};
  std::atomic<std::int64_t> slowest_{0};
};

}  // namespace flexlab::probe
