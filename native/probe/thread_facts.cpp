#include "probe/thread_facts.h"

#if defined(__linux__)
#include <sched.h>

#include <ctime>
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

#else

std::optional<std::int64_t> thread_cpu_time() noexcept { return std::nullopt; }
std::optional<bool> thread_is_realtime() noexcept { return std::nullopt; }

#endif

}  // namespace flexlab::probe
