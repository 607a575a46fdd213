// What the DLL exports. Nothing may throw out of here.
#include <windows.h>
// After windows.h, which it needs.
#include <olectl.h>

#include <exception>
#include <filesystem>
#include <new>
#include <string>

#include "windows/class_factory.h"
#include "windows/config_place.h"
#include "windows/module.h"
#include "windows/registration.h"
#include "windows/text.h"

namespace {

using namespace flexlab::windows;

template <typename Body>
HRESULT guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  } catch (const std::exception&) {
    return E_FAIL;
  }
}

/// regsvr32 shows a number only: the words go where a prompt shows them.
void tell(HRESULT result) {
  const std::string text = to_utf8(explain(result)) + "\r\n";
  DWORD written = 0;
  WriteFile(GetStdHandle(STD_ERROR_HANDLE), text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
}

HRESULT add_entries(const std::filesystem::path& folder) {
  const HRESULT result = register_driver(module::file(), folder);
  if (FAILED(result)) tell(result);
  return result;
}

HRESULT remove_entries() {
  const HRESULT result = unregister_driver();
  if (FAILED(result)) tell(result);
  return result;
}

}  // namespace

extern "C" {

HRESULT STDAPICALLTYPE DllGetClassObject(REFCLSID clsid, REFIID iid, void** object) {
  if (object == nullptr) return E_POINTER;
  *object = nullptr;
  return guarded([&] {
    Registered registered = registered_profile(clsid);
    if (FAILED(registered.result)) return CLASS_E_CLASSNOTAVAILABLE;
    auto* factory = new ClassFactory(std::move(registered.profile));
    const HRESULT result = factory->QueryInterface(iid, object);
    factory->Release();
    return result;
  });
}

HRESULT STDAPICALLTYPE DllCanUnloadNow() { return module::is_unused() ? S_OK : S_FALSE; }

HRESULT STDAPICALLTYPE DllRegisterServer() {
  return guarded([] { return add_entries(profile_folder()); });
}

HRESULT STDAPICALLTYPE DllUnregisterServer() { return guarded(remove_entries); }

/// regsvr32 /n /i:FOLDER: takes the profiles of that folder, as whoever has the rights to register is not always who
/// makes music.
HRESULT STDAPICALLTYPE DllInstall(BOOL install, PCWSTR commandLine) {
  return guarded([&] {
    if (install == FALSE) return remove_entries();
    return add_entries(commandLine == nullptr || *commandLine == L'\0' ? profile_folder()
                                                                       : std::filesystem::path(commandLine));
  });
}

}  // extern "C"
