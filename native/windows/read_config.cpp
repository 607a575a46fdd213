#include "windows/read_config.h"

#include <windows.h>

#include <thread>

#include "audio/error.h"
#include "windows/handle.h"
#include "windows/text.h"

namespace flexlab::windows {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kRetryPeriod{20};
/// Editors empty a file before they fill it; what is empty for longer is meant so.
constexpr milliseconds kMomentOfSaving{250};
/// No configuration is that long; another file of that name may be.
constexpr std::int64_t kMostBytes = 1'000'000;

struct Attempt {
  enum class Outcome { Read, Missing, Locked, Unreadable } outcome = Outcome::Unreadable;
  std::string text;
  DWORD error = ERROR_SUCCESS;
  bool justWritten = false;
};

bool was_just_written(HANDLE file) {
  FILETIME written{};
  FILETIME now{};
  if (GetFileTime(file, nullptr, nullptr, &written) == 0) return false;
  GetSystemTimeAsFileTime(&now);
  const auto ticks = [](FILETIME time) {  // of 100 ns
    return static_cast<std::int64_t>((static_cast<std::uint64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime);
  };
  const std::int64_t age = ticks(now) - ticks(written);
  return age >= 0 && age < std::chrono::duration_cast<std::chrono::nanoseconds>(kMomentOfSaving).count() / 100;
}

Attempt failed(DWORD error) {
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND: return {.outcome = Attempt::Outcome::Missing, .error = error};
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION: return {.outcome = Attempt::Outcome::Locked, .error = error};
    default: return {.outcome = Attempt::Outcome::Unreadable, .error = error};
  }
}

Attempt attempt(const std::filesystem::path& path) {
  const Handle file(CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file) return failed(GetLastError());
  LARGE_INTEGER size{};
  if (GetFileSizeEx(file.get(), &size) == 0) return failed(GetLastError());
  if (size.QuadPart > kMostBytes) return failed(ERROR_FILE_TOO_LARGE);
  std::string text(static_cast<std::size_t>(size.QuadPart), '\0');
  DWORD read = 0;
  if (ReadFile(file.get(), text.data(), static_cast<DWORD>(text.size()), &read, nullptr) == 0) {
    return failed(GetLastError());
  }
  text.resize(read);
  const bool justWritten = was_just_written(file.get());
  return {.outcome = Attempt::Outcome::Read, .text = std::move(text), .justWritten = justWritten};
}

std::string words_of(DWORD error) {
  wchar_t* text = nullptr;
  constexpr DWORD flags = FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  const DWORD length = FormatMessageW(flags, nullptr, error, 0, reinterpret_cast<wchar_t*>(&text), 0, nullptr);
  std::string words = std::to_string(error);
  if (length > 0) words += ' ' + to_utf8({text, length});
  LocalFree(text);
  while (!words.empty() && (words.back() == '\n' || words.back() == '\r')) words.pop_back();
  return words;
}

}  // namespace

std::optional<driver::ConfigWatch::Stamp> stamp_of(const std::filesystem::path& path) {
  WIN32_FILE_ATTRIBUTE_DATA data{};
  if (GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &data) == 0) return std::nullopt;
  const auto joined = [](DWORD high, DWORD low) { return (static_cast<unsigned long long>(high) << 32) | low; };
  return driver::ConfigWatch::Stamp{
      .written = joined(data.ftLastWriteTime.dwHighDateTime, data.ftLastWriteTime.dwLowDateTime),
      .size = joined(data.nFileSizeHigh, data.nFileSizeLow)};
}

std::optional<std::string> read_config(const std::filesystem::path& path, milliseconds patience) {
  const std::string name = to_utf8(path.filename().wstring());
  const auto begin = steady_clock::now();
  for (;;) {
    Attempt now = attempt(path);
    const auto waited = steady_clock::now() - begin;
    switch (now.outcome) {
      case Attempt::Outcome::Read:
        if (!now.text.empty() || !now.justWritten) return std::move(now.text);
        break;
      case Attempt::Outcome::Missing: return std::nullopt;
      case Attempt::Outcome::Locked:
        if (waited < patience) break;
        throw audio::Error({.code = "config-locked",
                            .message = name + " is held by another program, so its settings cannot be read.",
                            .hint = "Close the program that has " + to_utf8(path.wstring()) + " open, then try again.",
                            .host = words_of(now.error)});
      case Attempt::Outcome::Unreadable:
        throw audio::Error({.code = "config-unreadable",
                            .message = name + " cannot be read: " + words_of(now.error),
                            .hint = "Check the rights of " + to_utf8(path.wstring()) + '.',
                            .host = words_of(now.error)});
    }
    std::this_thread::sleep_for(kRetryPeriod);
  }
}

}  // namespace flexlab::windows
