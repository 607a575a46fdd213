#ifdef _WIN32
#include <windows.h>

#include <utility>

#include "status/platform.h"

// Named file mappings without a file. Windows removes one when the last handle to it goes, which the end of a process
// sees to: what is abandoned is not there any more.
namespace flexlab::status {
namespace {

std::wstring full_name(const std::string& name) { return L"Local\\" + std::wstring(name.begin(), name.end()); }

class WindowsMemory final : public SharedMemory {
 public:
  WindowsMemory(HANDLE mapping, void* data) noexcept : mapping_(mapping), data_(data) {}
  ~WindowsMemory() override {
    UnmapViewOfFile(data_);
    CloseHandle(mapping_);
  }
  WindowsMemory(const WindowsMemory&) = delete;
  WindowsMemory& operator=(const WindowsMemory&) = delete;

  [[nodiscard]] void* data() const noexcept override { return data_; }

 private:
  HANDLE mapping_;
  void* data_;
};

std::unique_ptr<SharedMemory> map(HANDLE mapping, DWORD access, std::size_t bytes) {
  void* data = MapViewOfFile(mapping, access, 0, 0, bytes);
  if (data != nullptr) return std::make_unique<WindowsMemory>(mapping, data);
  CloseHandle(mapping);
  return nullptr;
}

}  // namespace

std::unique_ptr<SharedMemory> SharedMemory::create(const std::string& name, std::size_t bytes) {
  HANDLE mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, static_cast<DWORD>(bytes),
                                      full_name(name).c_str());
  if (mapping == nullptr) return nullptr;
  if (GetLastError() == ERROR_ALREADY_EXISTS) {
    CloseHandle(mapping);
    return nullptr;
  }
  return map(mapping, FILE_MAP_WRITE, bytes);
}

std::unique_ptr<SharedMemory> SharedMemory::open(const std::string& name, std::size_t bytes) {
  HANDLE mapping = OpenFileMappingW(FILE_MAP_READ, FALSE, full_name(name).c_str());
  return mapping == nullptr ? nullptr : map(mapping, FILE_MAP_READ, bytes);
}

std::uint32_t process_id() noexcept { return GetCurrentProcessId(); }

std::string program_name() {
  std::wstring path(32768, L'\0');
  const DWORD length = GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
  const std::wstring name = path.substr(0, length).substr(path.substr(0, length).find_last_of(L"\\/") + 1);
  const int bytes =
      WideCharToMultiByte(CP_UTF8, 0, name.data(), static_cast<int>(name.size()), nullptr, 0, nullptr, nullptr);
  std::string text(static_cast<std::size_t>(bytes), '\0');
  WideCharToMultiByte(CP_UTF8, 0, name.data(), static_cast<int>(name.size()), text.data(), bytes, nullptr, nullptr);
  return text;
}

}  // namespace flexlab::status
#endif
