#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "driver/config_watch.h"

namespace flexlab::windows {

/// How long a file that another program holds is asked for again before that is an error.
inline constexpr std::chrono::milliseconds kLockPatience{2000};

/// When a file was written and how long it is; nothing when there is none.
[[nodiscard]] std::optional<driver::ConfigWatch::Stamp> stamp_of(const std::filesystem::path& path);

/// The bytes of a configuration; nothing when there is no such file. A file that is there but does not open is never
/// taken for a missing or an empty one. Throws audio::Error `config-locked` or `config-unreadable`.
[[nodiscard]] std::optional<std::string> read_config(const std::filesystem::path& path,
                                                     std::chrono::milliseconds patience = kLockPatience);

}  // namespace flexlab::windows
