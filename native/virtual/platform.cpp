// What the Virtual host API needs of the operating system: its only file that differs between systems.
#include "virtual/platform.h"

#include <csignal>
#include <cstdlib>

#ifdef _WIN32
#include <windows.h>

#include "audio/clock.h"
#else
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <ctime>
#endif

namespace flexlab::virtual_device {

#ifdef _WIN32

bool request_realtime() noexcept { return SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL) != 0; }

void sleep_until(std::int64_t nanoseconds) noexcept {
  // Without this flag (Windows 10 has it since 2018) a timer fires at the system's ticks, up to 16 ms late.
  constexpr DWORD highResolution = 0x00000002;
  HANDLE timer = CreateWaitableTimerExW(nullptr, nullptr, highResolution, TIMER_ALL_ACCESS);
  if (timer == nullptr) timer = CreateWaitableTimerExW(nullptr, nullptr, 0, TIMER_ALL_ACCESS);
  for (;;) {
    const std::int64_t left = nanoseconds - audio::real_now();
    if (left <= 0) break;
    LARGE_INTEGER due;
    due.QuadPart = -(left / 100 + 1);  // relative, in units of 100 ns
    if (timer == nullptr || SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE) == 0 ||
        WaitForSingleObject(timer, INFINITE) != WAIT_OBJECT_0) {
      Sleep(static_cast<DWORD>(left / 1'000'000 + 1));
    }
  }
  if (timer != nullptr) CloseHandle(timer);
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
#ifdef _WIN32
  RaiseException(static_cast<DWORD>(EXCEPTION_ACCESS_VIOLATION), EXCEPTION_NONCONTINUABLE, 0, nullptr);
#endif
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
  std::abort();
}

}  // namespace flexlab::virtual_device
