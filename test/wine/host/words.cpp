#include "words.h"

#include <cstring>
#include <thread>

std::string error_message(asio::Object* driver) {
  char text[124 + 4];
  std::memset(text, '#', sizeof text);
  CALL(driver, getErrorMessage, text);
  // What lies behind the 124 bytes is not the driver's.
  if (std::memcmp(text + 124, "####", 4) != 0) return "(wrote too far)";
  text[124] = '\0';
  return text;
}

std::string driver_name(asio::Object* driver) {
  char text[32 + 4];
  std::memset(text, '#', sizeof text);
  CALL(driver, getDriverName, text);
  if (std::memcmp(text + 32, "####", 4) != 0) return "(wrote too far)";
  text[32] = '\0';
  return text;
}

void wait(double seconds) {
  const ULONGLONG end = GetTickCount64() + static_cast<ULONGLONG>(seconds * 1000);
  for (ULONGLONG now = GetTickCount64(); now < end; now = GetTickCount64()) {
    MSG message;
    while (PeekMessageA(&message, nullptr, 0, 0, PM_REMOVE) != 0) DispatchMessageA(&message);
    Sleep(static_cast<DWORD>(end - now < 10 ? end - now : 10));
  }
}

void hold(const std::string& file, double seconds) {
  HANDLE handle = CreateFileA(file.c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  std::thread([handle, seconds] {
    Sleep(static_cast<DWORD>(seconds * 1000));
    CloseHandle(handle);
  }).detach();
}
