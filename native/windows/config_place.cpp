#include "windows/config_place.h"

#include <windows.h>
// After windows.h, which it needs.
#include <knownfolders.h>
#include <shlobj.h>

#include <algorithm>
#include <memory>
#include <system_error>

#include "audio/error.h"

namespace flexlab::windows {
namespace {

namespace fs = std::filesystem;

bool is_toml(const fs::path& path) {
  return CompareStringOrdinal(path.extension().c_str(), -1, L".toml", -1, TRUE) == CSTR_EQUAL;
}

}  // namespace

fs::path profile_folder() {
  PWSTR text = nullptr;
  const HRESULT result = SHGetKnownFolderPath(FOLDERID_Profile, 0, nullptr, &text);
  const std::unique_ptr<wchar_t, decltype(&CoTaskMemFree)> owner(text, CoTaskMemFree);
  if (FAILED(result) || text == nullptr) {
    throw audio::Error({.code = "config-unreadable",
                        .message = "Windows does not tell where the user's profile folder is.",
                        .hint = "Sign in to Windows with a regular account.",
                        .host = std::to_string(static_cast<unsigned long>(result))});
  }
  return text;
}

fs::path config_path(const fs::path& folder, const Profile& profile) {
  if (profile.is_main()) return folder / L"FlexASIO.toml";
  return folder / L"FlexASIO.profiles" / (profile.name() + L".toml");
}

std::vector<Profile> profiles_in(const fs::path& folder) {
  std::vector<std::wstring> names;
  std::error_code ignored;
  for (fs::directory_iterator entry(folder / L"FlexASIO.profiles", ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (is_toml(entry->path()) && entry->is_regular_file(ignored)) names.push_back(entry->path().stem().wstring());
  }
  std::sort(names.begin(), names.end());
  std::vector<Profile> profiles(1);
  for (std::wstring& name : names) {
    if (!name.empty()) profiles.emplace_back(std::move(name));
  }
  return profiles;
}

}  // namespace flexlab::windows
