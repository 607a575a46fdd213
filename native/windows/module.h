#pragma once

#include <windows.h>

#include <filesystem>

namespace flexlab::windows::module {

/// This DLL, as Windows loaded it.
[[nodiscard]] std::filesystem::path file();

/// Called for everything a host holds of us: objects, class factories, locks.
void add_use() noexcept;
void drop_use() noexcept;

/// Whether nobody would notice if the DLL went: nothing is held, and what was has been gone long enough for the last
/// thread of it (PortAudio's for DirectSound, for example) to have left our code.
[[nodiscard]] bool is_unused() noexcept;

}  // namespace flexlab::windows::module
