// asiohost COMMAND [NAME] [key=value ...]: does what a host does with an installed ASIO driver, and prints one JSON
// document about it.
#include <objbase.h>
#include <windows.h>
// After windows.h, which it needs.
#include <timeapi.h>

#include "commands.h"
#include "installed.h"
#include "words.h"

namespace {

Json list() {
  Json drivers = Json::list();
  for (const Installed& driver : installed_drivers()) {
    drivers.add(Json::object().put("name", driver.name).put("clsid", driver.clsid).put("dll", driver.dll));
  }
  return Json::object().put("drivers", drivers).put("bits", static_cast<int>(8 * sizeof(void*)));
}

/// Leaves its argument in a file: stands in for the editor that a link opens.
int note(const std::string& file, const std::string& text) {
  FILE* const target = std::fopen(file.c_str(), "w");
  if (target == nullptr) return 1;
  std::fputs(text.c_str(), target);
  return std::fclose(target);
}

/// Opens the control panel and waits until what that starts has left a file.
Json panel(asio::Object* driver, const Options& options) {
  Json json = Json::object();
  json.put("init", CALL(driver, init, nullptr));
  json.put("controlPanel", CALL(driver, controlPanel)).put("error", error_message(driver));
  for (int tries = 0; tries < 500 && GetFileAttributesA(options.text("until").c_str()) == INVALID_FILE_ATTRIBUTES;
       ++tries) {
    wait(0.02);
  }
  return json;
}

/// `driver` is null afterwards when it was released on the way.
Json result_of(const std::string& command, asio::Object*& driver, const std::string& name, const Options& options) {
  if (command == "methods") return methods(driver);
  if (command == "order") return order(driver, options);
  if (command == "run" || command == "unload") return run(driver, options);
  if (command == "cycles") return cycles(driver, options);
  if (command == "two") return two(driver, options);
  if (command == "storm") return storm(driver, options);
  if (command == "live") return live(driver, name, options);
  if (command == "abrupt") return abrupt(driver, name, options);
  if (command == "panel") return panel(driver, options);
  return Json::object().put("unknown", command);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string command = count > 1 ? arguments[1] : "list";
  const std::string name = count > 2 ? arguments[2] : "";
  const Options options(count, arguments);
  timeBeginPeriod(1);
  CoInitializeEx(nullptr, options.text("apartment") == "mta" ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED);
  if (command == "list") {
    std::printf("%s\n", list().text().c_str());
    return 0;
  }
  if (command == "note") return note(name, count > 3 ? arguments[3] : "");
  if (!options.text("hold").empty()) hold(options.text("hold"), options.number("holdSeconds", 1));
  HRESULT result = S_OK;
  asio::Object* driver = load_driver(name, result);
  Json json = Json::object();
  json.put("loaded", static_cast<double>(result));
  if (driver != nullptr) json.put("result", result_of(command, driver, name, options));
  if (driver != nullptr) json.put("release", static_cast<double>(CALL(driver, release)));
  if (command == "unload") json.put("unload", unload(name));
  CoUninitialize();
  std::printf("%s\n", json.text().c_str());
  return 0;
}
