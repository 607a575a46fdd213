#include "driver/stay_loaded.h"

#ifdef _WIN32
#include <windows.h>
#endif

namespace flexlab::driver {

#ifdef _WIN32

namespace {

constexpr DWORD kMoment = 500;  // milliseconds

void here() {}

struct Departure {
  HMODULE module;
  HANDLE thread;  ///< null: nobody in particular
};

/// On a thread of Windows' pool. Windows gives the module back after our code has been left, which we could not.
void CALLBACK wait_and_leave(PTP_CALLBACK_INSTANCE instance, void* argument) {
  const Departure departure = *static_cast<const Departure*>(argument);
  HeapFree(GetProcessHeap(), 0, argument);
  CallbackMayRunLong(instance);
  if (departure.thread != nullptr) {
    WaitForSingleObject(departure.thread, INFINITE);
    CloseHandle(departure.thread);
  } else {
    Sleep(kMoment);
  }
  FreeLibraryWhenCallbackReturns(instance, departure.module);
}

}  // namespace

StayLoaded::StayLoaded() noexcept {
  HMODULE self = nullptr;
  // Counts as a LoadLibrary of it.
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, reinterpret_cast<LPCWSTR>(&here), &self);
  module_ = self;
}

void StayLoaded::until_this_thread_ends() noexcept {
  HANDLE thread = nullptr;
  const HANDLE process = GetCurrentProcess();
  if (DuplicateHandle(process, GetCurrentThread(), process, &thread, SYNCHRONIZE, FALSE, 0) != 0) leave_after(thread);
}

void StayLoaded::for_a_moment() noexcept { leave_after(nullptr); }

void StayLoaded::leave_after(void* thread) noexcept {
  auto* const departure = static_cast<Departure*>(HeapAlloc(GetProcessHeap(), 0, sizeof(Departure)));
  if (module_ != nullptr && departure != nullptr) {
    *departure = {.module = static_cast<HMODULE>(module_), .thread = thread};
    if (TrySubmitThreadpoolCallback(&wait_and_leave, departure, nullptr) != 0) return;
  }
  if (departure != nullptr) HeapFree(GetProcessHeap(), 0, departure);
  if (thread != nullptr) CloseHandle(thread);
}

#else

StayLoaded::StayLoaded() noexcept = default;
void StayLoaded::until_this_thread_ends() noexcept {}
void StayLoaded::for_a_moment() noexcept {}
void StayLoaded::leave_after(void* /*thread*/) noexcept { static_cast<void>(module_); }

#endif

}  // namespace flexlab::driver
