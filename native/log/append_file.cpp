#include "log/append_file.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace flexlab::log {

#ifdef _WIN32

std::optional<std::uint64_t> append_to_file(const std::filesystem::path& path, std::string_view text,
                                            bool create) noexcept {
  // With this right alone, Windows itself puts each piece at the end.
  const HANDLE file = CreateFileW(path.c_str(), FILE_APPEND_DATA | SYNCHRONIZE | FILE_READ_ATTRIBUTES,
                                  FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                  create ? OPEN_ALWAYS : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) return std::nullopt;
  DWORD written = 0;
  LARGE_INTEGER size{};
  const bool done = WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, nullptr) != 0 &&
                    GetFileSizeEx(file, &size) != 0;
  CloseHandle(file);
  if (!done) return std::nullopt;
  return static_cast<std::uint64_t>(size.QuadPart);
}

#else

std::optional<std::uint64_t> append_to_file(const std::filesystem::path& path, std::string_view text,
                                            bool create) noexcept {
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
  if (file < 0) return std::nullopt;
  struct stat facts {};
  const bool done =
      write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fstat(file, &facts) == 0;
  close(file);
  if (!done) return std::nullopt;
  return static_cast<std::uint64_t>(facts.st_size);
}

#endif

}  // namespace flexlab::log
