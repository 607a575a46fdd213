#include "windows/registration.h"

#include <vector>

#include "windows/config_place.h"
#include "windows/registry_key.h"

namespace flexlab::windows {
namespace {

// Hosts look into the list of the machine only, each bitness into its own: no user's key could stand in for them.
constexpr const wchar_t* kHosts = L"SOFTWARE\\ASIO";
constexpr const wchar_t* kClasses = L"SOFTWARE\\Classes\\CLSID";
/// The value in an entry's class that tells which profile it is; with it we know our own entries.
constexpr const wchar_t* kProfileValue = L"FlexLabProfile";

std::wstring class_path(const CLSID& clsid) { return std::wstring(kClasses) + L'\\' + to_text(clsid); }

LSTATUS enter(const Profile& profile, const std::filesystem::path& dll) {
  LSTATUS status = ERROR_SUCCESS;
  const auto done = [&](LSTATUS next) { return (status = next) == ERROR_SUCCESS; };
  {
    const RegistryKey key = RegistryKey::create(HKEY_LOCAL_MACHINE, class_path(profile.clsid()), status);
    if (!key || !done(key.set(nullptr, profile.driver_name())) || !done(key.set(kProfileValue, profile.name()))) {
      return status;
    }
    const RegistryKey server = RegistryKey::create(key.get(), L"InprocServer32", status);
    if (!server || !done(server.set(nullptr, dll.wstring())) || !done(server.set(L"ThreadingModel", L"Both"))) {
      return status;
    }
  }
  // Last: a host that sees the entry shall be able to load it.
  const std::wstring name = profile.driver_name();
  const RegistryKey entry = RegistryKey::create(HKEY_LOCAL_MACHINE, std::wstring(kHosts) + L'\\' + name, status);
  if (!entry || !done(entry.set(L"CLSID", to_text(profile.clsid())))) return status;
  return entry.set(L"Description", name);
}

/// Names in the hosts' list that lead to us.
std::vector<std::pair<std::wstring, CLSID>> own_entries() {
  std::vector<std::pair<std::wstring, CLSID>> own;
  LSTATUS status = ERROR_SUCCESS;
  const RegistryKey hosts = RegistryKey::open(HKEY_LOCAL_MACHINE, kHosts, KEY_READ, status);
  if (!hosts) return own;
  for (const std::wstring& name : hosts.subkeys()) {
    const RegistryKey entry = RegistryKey::open(hosts.get(), name, KEY_READ, status);
    const std::optional<GUID> clsid = entry ? guid_of(entry.text(L"CLSID").value_or(L"")) : std::nullopt;
    if (clsid && SUCCEEDED(registered_profile(*clsid).result)) own.emplace_back(name, *clsid);
  }
  return own;
}

LSTATUS remove_tree(const std::wstring& parent, const std::wstring& name) {
  LSTATUS status = ERROR_SUCCESS;
  const RegistryKey key = RegistryKey::open(HKEY_LOCAL_MACHINE, parent, KEY_READ | KEY_WRITE | DELETE, status);
  if (key) status = RegDeleteTreeW(key.get(), name.c_str());
  return status == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : status;
}

}  // namespace

HRESULT register_driver(const std::filesystem::path& dll, const std::filesystem::path& folder) {
  // Without the rights this fails before it has changed anything.
  if (const HRESULT result = unregister_driver(); FAILED(result)) return result;
  for (const Profile& profile : profiles_in(folder)) {
    if (const LSTATUS status = enter(profile, dll); status != ERROR_SUCCESS) {
      remove_tree(kHosts, profile.driver_name());
      remove_tree(kClasses, to_text(profile.clsid()));
      static_cast<void>(unregister_driver());
      return HRESULT_FROM_WIN32(static_cast<DWORD>(status));
    }
  }
  return S_OK;
}

HRESULT unregister_driver() {
  for (const auto& [name, clsid] : own_entries()) {
    LSTATUS status = remove_tree(kHosts, name);
    if (status == ERROR_SUCCESS) status = remove_tree(kClasses, to_text(clsid));
    if (status != ERROR_SUCCESS) return HRESULT_FROM_WIN32(static_cast<DWORD>(status));
  }
  // The class outlives its entry where somebody has tidied up the list by hand.
  return HRESULT_FROM_WIN32(static_cast<DWORD>(remove_tree(kClasses, to_text(Profile().clsid()))));
}

Registered registered_profile(const CLSID& clsid) {
  LSTATUS status = ERROR_SUCCESS;
  const RegistryKey key = RegistryKey::open(HKEY_LOCAL_MACHINE, class_path(clsid), KEY_READ, status);
  const std::optional<std::wstring> name = key ? key.text(kProfileValue) : std::nullopt;
  if (!name) {
    // A host may be told the DLL by other means than the registry.
    const Profile main;
    return IsEqualGUID(clsid, main.clsid()) ? Registered{.result = S_OK, .profile = main} : Registered{};
  }
  Profile profile(*name);
  if (!IsEqualGUID(clsid, profile.clsid())) return {};
  return {.result = S_OK, .profile = std::move(profile)};
}

std::wstring explain(HRESULT result) {
  if (result == E_ACCESSDENIED) {
    return L"FlexLab was not registered: it is entered for all users, which needs the rights of an administrator. Run "
           L"the command from a prompt that was opened with \"Run as administrator\".";
  }
  return L"FlexLab was not registered: Windows answers error " + std::to_wstring(static_cast<unsigned long>(result)) +
         L".";
}

}  // namespace flexlab::windows
