#include "windows/module.h"

#include <array>
#include <atomic>

namespace flexlab::windows::module {
namespace {

std::atomic<long> uses{0};

void here() {}

}  // namespace

std::filesystem::path file() {
  HMODULE self = nullptr;
  constexpr DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  GetModuleHandleExW(flags, reinterpret_cast<LPCWSTR>(&here), &self);
  std::wstring path(MAX_PATH, L'\0');
  for (;;) {
    const DWORD length = GetModuleFileNameW(self, path.data(), static_cast<DWORD>(path.size()));
    if (length < path.size()) return path.substr(0, length);
    path.resize(path.size() * 2);
  }
}

void add_use() noexcept { uses.fetch_add(1); }

void drop_use() noexcept { uses.fetch_sub(1); }

bool is_unused() noexcept { return uses.load() == 0; }

}  // namespace flexlab::windows::module
