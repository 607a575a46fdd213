#include "audio/clock.h"

#include <atomic>
#include <chrono>

#ifdef _WIN32
#include <windows.h>
// After windows.h, which it needs.
#include <timeapi.h>
#endif

namespace flexlab::audio {
namespace {

// now() is `simulated` while a clock drives it, else the steady clock plus `lead`: the time by which simulation ran
// ahead stays, so that now() does not fall back when the simulation ends.
constinit std::atomic<bool> is_driven{false};
constinit std::atomic<std::int64_t> simulated{0};
constinit std::atomic<std::int64_t> lead{0};

std::int64_t steady_now() noexcept {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

#ifdef _WIN32
// ASIO hosts on Windows compare times with timeGetTime, which counts from another moment and in whole milliseconds.
const std::int64_t base = timeGetTime() * std::int64_t{1'000'000} - steady_now();
#else
constexpr std::int64_t base = 0;
#endif

}  // namespace

std::int64_t real_now() noexcept { return steady_now() + base; }

std::int64_t now() noexcept {
  const std::int64_t driven = simulated.load(std::memory_order_acquire);
  return driven != 0 ? driven : real_now() + lead.load(std::memory_order_acquire);
}

std::int64_t wall_now() noexcept {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

SimulatedClock::SimulatedClock() noexcept : drives_(!is_driven.exchange(true)), time_(now()) {
  if (drives_) simulated.store(time(), std::memory_order_release);
}

SimulatedClock::~SimulatedClock() {
  if (!drives_) return;
  lead.store(time() - real_now(), std::memory_order_release);
  simulated.store(0, std::memory_order_release);
  is_driven.store(false);
}

void SimulatedClock::advance(std::int64_t nanoseconds) noexcept {
  const std::int64_t next = time() + nanoseconds;
  time_.store(next, std::memory_order_release);
  if (drives_) simulated.store(time(), std::memory_order_release);
}

}  // namespace flexlab::audio
