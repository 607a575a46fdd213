#pragma once

#include <windows.h>

#include <filesystem>

namespace flexlab::windows::module {

/// This DLL, as Windows loaded it.
[[nodiscard]] std::filesystem::path file();

/// Called for everything a host holds of us: objects, class factories, locks.
void add_use() noexcept;
void drop_use() noexcept;

/// Whether a host holds nothing of us. Threads that are about to leave hold the DLL by themselves: see StayLoaded.
[[nodiscard]] bool is_unused() noexcept;

}  // namespace flexlab::windows::module
