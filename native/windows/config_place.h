#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "windows/profile.h"

namespace flexlab::windows {

/// The user's profile folder, where FlexASIO.toml lives. Throws audio::Error `config-unreadable`.
[[nodiscard]] std::filesystem::path profile_folder();

/// The file that an entry reads.
[[nodiscard]] std::filesystem::path config_path(const std::filesystem::path& folder, const Profile& profile);

/// FlexLab itself, then one for each FlexASIO.profiles/*.toml beside the FlexASIO.toml, by name.
[[nodiscard]] std::vector<Profile> profiles_in(const std::filesystem::path& folder);

}  // namespace flexlab::windows
