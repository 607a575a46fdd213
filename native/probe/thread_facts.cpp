#include "probe/thread_facts.h"

#if defined(__linux__)
#include <sched.h>

#include <ctime>
#elif defined(_WIN32)
#include <windows.h>
#endif

namespace flexlab::probe {

#if defined(__linux__)

std::optional<std::int64_t> thread_cpu_time() noexcept {
  timespec time{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) return std::nullopt;
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::optional<bool> thread_is_realtime() noexcept {
  const int policy = sched_getscheduler(0);
  if (policy < 0) return std::nullopt;
  const int kind = policy & ~SCHED_RESET_ON_FORK;
  return kind == SCHED_FIFO || kind == SCHED_RR;
}

#elif defined(_WIN32)

std::optional<std::int64_t> thread_cpu_time() noexcept {
  FILETIME made{};
  FILETIME ended{};
  FILETIME kernel{};
  FILETIME user{};
  if (GetThreadTimes(GetCurrentThread(), &made, &ended, &kernel, &user) == 0) return std::nullopt;
  // In steps of 100 ns, as two halves.
  const auto wide = [](const FILETIME& time) {
    return static_cast<std::int64_t>((static_cast<std::uint64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime);
  };
  return (wide(kernel) + wide(user)) * 100;
}

std::optional<bool> thread_is_realtime() noexcept {
  const int priority = GetThreadPriority(GetCurrentThread());
  if (priority == THREAD_PRIORITY_ERROR_RETURN) return std::nullopt;
  return priority >= THREAD_PRIORITY_TIME_CRITICAL;
}

#else

std::optional<std::int64_t> thread_cpu_time() noexcept { return std::nullopt; }
std::optional<bool> thread_is_realtime() noexcept { return std::nullopt; }

#endif

}  // namespace flexlab::probe
