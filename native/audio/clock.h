#pragma once

#include <atomic>
#include <cstdint>

namespace flexlab::audio {

/// Nanoseconds on the steady clock, never simulated: for watchdogs and for how long something took.
[[nodiscard]] std::int64_t real_now() noexcept;

/// Nanoseconds for anything that is compared with stream time: the steady clock, or the simulated time of a Virtual
/// stream with clock "fast" while one is open. Never runs backwards within a thread; callable from audio threads.
[[nodiscard]] std::int64_t now() noexcept;

/// Nanoseconds since 1970 UTC, as a calendar has them: they may jump. Only for telling people.
[[nodiscard]] std::int64_t wall_now() noexcept;

/// Holds now() still except for advance(), for as long as it lives. Only the oldest of several drives now().
class SimulatedClock {
 public:
  SimulatedClock() noexcept;
  ~SimulatedClock();
  SimulatedClock(const SimulatedClock&) = delete;
  SimulatedClock& operator=(const SimulatedClock&) = delete;

  /// Called by one thread at a time.
  void advance(std::int64_t nanoseconds) noexcept;
  /// This clock's own time, whether or not it drives now().
  [[nodiscard]] std::int64_t time() const noexcept { return time_.load(std::memory_order_acquire); }

 private:
  bool drives_;
  std::atomic<std::int64_t> time_;
};

}  // namespace flexlab::audio
