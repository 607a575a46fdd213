#pragma once

#include <windows.h>

#include <filesystem>
#include <string>

#include "windows/profile.h"

namespace flexlab::windows {

/// Enters FlexLab and each of its profiles into the list that ASIO hosts read, for this bitness and all users.
/// Entries of profiles that are gone disappear. What was entered is taken back when something fails.
[[nodiscard]] HRESULT register_driver(const std::filesystem::path& dll, const std::filesystem::path& folder);

/// Takes all of FlexLab's entries out again; fine when there are none.
[[nodiscard]] HRESULT unregister_driver();

/// The profile that was registered under an identity, FlexLab itself included; E_NOINTERFACE when none was.
struct Registered {
  HRESULT result = E_NOINTERFACE;
  Profile profile;
};
[[nodiscard]] Registered registered_profile(const CLSID& clsid);

/// What a registration that failed means, for the person at the console.
[[nodiscard]] std::wstring explain(HRESULT result);

}  // namespace flexlab::windows
