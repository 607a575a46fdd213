// What the Virtual host API needs of the operating system: its only file that differs between systems.
#include "virtual/platform.h"

#include <csignal>
#include <cstdlib>

#ifdef _WIN32
#include <chrono>
#include <thread>
#else
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <ctime>
#endif

namespace flexlab::virtual_device {

#ifdef _WIN32

bool request_realtime() noexcept { return false; }

void sleep_until(std::int64_t nanoseconds) noexcept {
  std::this_thread::sleep_until(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(nanoseconds)));
}

#else

bool request_realtime() noexcept {
  // Below JACK's usual priority, above everything that is not audio.
  sched_param parameters{};
  parameters.sched_priority = 60;
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters) == 0;
}

void sleep_until(std::int64_t nanoseconds) noexcept {
  // std::this_thread::sleep_until computes a relative sleep, which is late by any preemption in between.
  constexpr std::int64_t kSecond = 1'000'000'000;
  const timespec deadline{.tv_sec = static_cast<std::time_t>(nanoseconds / kSecond),
                          .tv_nsec = static_cast<long>(nanoseconds % kSecond)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, nullptr) == EINTR) {
  }
}

#endif

void crash() noexcept {
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
  std::abort();
}

}  // namespace flexlab::virtual_device
