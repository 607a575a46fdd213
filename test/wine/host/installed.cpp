#include "installed.h"

#include <objbase.h>

namespace {

std::string value_of(const std::string& path, const char* name) {
  char text[1024] = "";
  DWORD bytes = sizeof text;
  if (RegGetValueA(HKEY_LOCAL_MACHINE, path.c_str(), name, RRF_RT_REG_SZ, nullptr, text, &bytes) != 0) return "";
  return text;
}

}  // namespace

std::vector<Installed> installed_drivers() {
  std::vector<Installed> drivers;
  HKEY key = nullptr;
  if (RegOpenKeyExA(HKEY_LOCAL_MACHINE, "software\\asio", 0, KEY_READ, &key) != 0) return drivers;
  char name[256];
  for (DWORD index = 0; RegEnumKeyA(key, index, name, sizeof name) == 0; ++index) {
    const std::string clsid = value_of(std::string("software\\asio\\") + name, "CLSID");
    drivers.push_back({name, clsid, value_of("software\\classes\\clsid\\" + clsid + "\\inprocserver32", nullptr)});
  }
  RegCloseKey(key);
  return drivers;
}

asio::Object* load_driver(const std::string& name, HRESULT& result) {
  result = REGDB_E_CLASSNOTREG;
  for (const Installed& driver : installed_drivers()) {
    if (driver.name != name) continue;
    const std::wstring text(driver.clsid.begin(), driver.clsid.end());
    CLSID clsid;
    result = CLSIDFromString(text.c_str(), &clsid);
    if (FAILED(result)) return nullptr;
    void* object = nullptr;
    result = CoCreateInstance(clsid, nullptr, CLSCTX_INPROC_SERVER, clsid, &object);
    return static_cast<asio::Object*>(object);
  }
  return nullptr;
}
