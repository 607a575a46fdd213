#include <objbase.h>

#include "commands.h"
#include "installed.h"
#include "session.h"
#include "words.h"

namespace {

std::string dll_of(const std::string& name) {
  for (const Installed& driver : installed_drivers()) {
    if (driver.name == name) return driver.dll;
  }
  return "";
}

bool is_gone(const std::string& name) {
  const std::string dll = dll_of(name);
  const ULONGLONG begin = GetTickCount64();
  while (GetTickCount64() - begin < 10'000) {
    CoFreeUnusedLibrariesEx(0, 0);
    if (GetModuleHandleA(dll.c_str()) == nullptr) return true;
    Sleep(20);
  }
  return false;
}

}  // namespace

Json unload(const std::string& name) { return Json::object().put("dll", dll_of(name)).put("gone", is_gone(name)); }

Json abrupt(asio::Object*& driver, const std::string& name, const Options& options) {
  Json json = Json::object();
  json.put("init", CALL(driver, init, nullptr)).put("error", error_message(driver));
  const HMODULE dll = GetModuleHandleA(dll_of(name).c_str());
  Session session(driver, options);
  json.put("createBuffers", session.prepare()).put("start", session.start());
  // The driver may answer this with a reset request only.
  json.put("setSampleRate", CALL(driver, setSampleRate, options.number("rate", 44100)));
  for (int tries = 0; !session.inside_reset() && tries < 1000; ++tries) Sleep(5);
  json.put("insideReset", session.inside_reset());
  json.put("stop", session.stop()).put("dispose", session.dispose());
  json.put("released", static_cast<double>(CALL(driver, release)));
  driver = nullptr;
  CoUninitialize();
  json.put("stillInside", session.inside_reset());
  json.put("held", GetModuleHandleA(dll_of(name).c_str()) == dll);
  session.leave_reset();
  const bool gone = is_gone(name);
  CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
  return json.put("gone", gone);
}
