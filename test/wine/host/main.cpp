// asiohost COMMAND [NAME] [key=value ...]: does what a host does with an installed ASIO driver, and prints one JSON
// document about it.
#include <objbase.h>
#include <windows.h>
// After windows.h, which it needs.
#include <timeapi.h>

#include <cstring>
#include <memory>
#include <thread>

#include "installed.h"
#include "session.h"

namespace {

std::string error_message(asio::Object* driver) {
  char text[124 + 4];
  std::memset(text, '#', sizeof text);
  CALL(driver, getErrorMessage, text);
  // What lies behind the 124 bytes is not the driver's.
  if (std::memcmp(text + 124, "####", 4) != 0) return "(wrote too far)";
  text[124] = '\0';
  return text;
}

std::string driver_name(asio::Object* driver) {
  char text[32 + 4];
  std::memset(text, '#', sizeof text);
  CALL(driver, getDriverName, text);
  if (std::memcmp(text + 32, "####", 4) != 0) return "(wrote too far)";
  text[32] = '\0';
  return text;
}

/// As a host's window would: some drivers post messages to the thread that made them.
void wait(double seconds) {
  const ULONGLONG end = GetTickCount64() + static_cast<ULONGLONG>(seconds * 1000);
  for (ULONGLONG now = GetTickCount64(); now < end; now = GetTickCount64()) {
    MSG message;
    while (PeekMessageA(&message, nullptr, 0, 0, PM_REMOVE) != 0) DispatchMessageA(&message);
    Sleep(static_cast<DWORD>(end - now < 10 ? end - now : 10));
  }
}

Json list() {
  Json drivers = Json::list();
  for (const Installed& driver : installed_drivers()) {
    drivers.add(Json::object().put("name", driver.name).put("clsid", driver.clsid).put("dll", driver.dll));
  }
  return Json::object().put("drivers", drivers).put("bits", static_cast<int>(8 * sizeof(void*)));
}

/// Every method once, in the order of a careful host.
Json methods(asio::Object* driver) {
  Json json = Json::object();
  json.put("version", CALL(driver, getDriverVersion)).put("name", driver_name(driver));
  json.put("init", CALL(driver, init, nullptr)).put("error", error_message(driver));
  int32_t inputs = -1, outputs = -1;
  json.put("getChannels", CALL(driver, getChannels, &inputs, &outputs)).put("inputs", inputs).put("outputs", outputs);
  int32_t least = -1, most = -1, preferred = -1, granularity = -2;
  json.put("getBufferSize", CALL(driver, getBufferSize, &least, &most, &preferred, &granularity));
  json.put("least", least).put("most", most).put("preferred", preferred).put("granularity", granularity);
  double rate = 0;
  json.put("getSampleRate", CALL(driver, getSampleRate, &rate)).put("rate", rate);
  json.put("canSampleRate", CALL(driver, canSampleRate, rate)).put("canRateZero", CALL(driver, canSampleRate, 0.0));
  json.put("setSampleRate", CALL(driver, setSampleRate, rate)).put("setRateZero", CALL(driver, setSampleRate, 0.0));
  asio::ClockSource clocks[2] = {};
  int32_t count = 2;
  json.put("getClockSources", CALL(driver, getClockSources, clocks, &count)).put("clocks", count);
  json.put("clock", std::string(clocks[0].name)).put("clockIsCurrent", clocks[0].isCurrent);
  json.put("setClockSource", CALL(driver, setClockSource, 0)).put("setClockOne", CALL(driver, setClockSource, 1));
  Json channels = Json::list();
  for (int32_t isInput = 1; isInput >= 0; --isInput) {
    for (int32_t i = 0; i < (isInput == 1 ? inputs : outputs); ++i) {
      asio::ChannelInfo info{i, isInput, 7, 7, 7, {}};
      const int32_t answer = CALL(driver, getChannelInfo, &info);
      channels.add(Json::object().put("answer", answer).put("name", std::string(info.name)).put("type", info.type));
    }
  }
  json.put("channels", channels);
  int32_t input = -1, output = -1;
  json.put("getLatencies", CALL(driver, getLatencies, &input, &output)).put("input", input).put("output", output);
  json.put("canTimeInfo", CALL(driver, future, 10, nullptr)).put("futureUnknown", CALL(driver, future, 4711, nullptr));
  json.put("outputReady", CALL(driver, outputReady));
  return json;
}

/// The answers of everything that comes at the wrong time, and of the right order afterwards.
Json order(asio::Object* driver, const Options& options) {
  Json answers = Json::list();
  const auto note = [&](const char* step, int32_t answer) {
    answers.add(Json::object().put("step", step).put("answer", answer));
  };
  int32_t a = 0, b = 0, c = 0, d = 0;
  double rate = 0;
  asio::Wide position{}, time{};
  asio::ChannelInfo info{};
  const auto each = [&](const std::string& state) {
    note((state + ": start").c_str(), CALL(driver, start));
    note((state + ": stop").c_str(), CALL(driver, stop));
    note((state + ": getSamplePosition").c_str(), CALL(driver, getSamplePosition, &position, &time));
    note((state + ": disposeBuffers").c_str(), CALL(driver, disposeBuffers));
  };
  each("before init");
  note("before init: getChannels", CALL(driver, getChannels, &a, &b));
  note("before init: getBufferSize", CALL(driver, getBufferSize, &a, &b, &c, &d));
  note("before init: getSampleRate", CALL(driver, getSampleRate, &rate));
  note("before init: getChannelInfo", CALL(driver, getChannelInfo, &info));
  note("before init: outputReady", CALL(driver, outputReady));
  note("init", CALL(driver, init, nullptr));
  note("init again", CALL(driver, init, nullptr));
  each("initialised");
  note("nothing to ask for", CALL(driver, createBuffers, nullptr, 0, 480, nullptr));
  Session session(driver, options);
  note("createBuffers", session.prepare());
  note("createBuffers again", session.prepare_again());
  note("prepared: stop", CALL(driver, stop));
  note("prepared: getSamplePosition", CALL(driver, getSamplePosition, &position, &time));
  note("start", session.start());
  note("start again", CALL(driver, start));
  wait(0.3);
  note("running: getSamplePosition", CALL(driver, getSamplePosition, &position, &time));
  note("running: createBuffers", session.prepare_again());
  note("stop", session.stop());
  note("stop again", session.stop());
  note("start after stop", session.start());
  wait(0.2);
  note("dispose while running", session.dispose());
  note("dispose again", session.dispose());
  return Json::object().put("answers", answers).put("session", session.facts());
}

Json run(asio::Object* driver, const Options& options) {
  Json json = Json::object();
  const int32_t init = CALL(driver, init, nullptr);
  json.put("init", init).put("name", driver_name(driver));
  if (init == 0) return json.put("error", error_message(driver));
  if (options.number("rate", 0) > 0) json.put("setSampleRate", CALL(driver, setSampleRate, options.number("rate", 0)));
  Session session(driver, options);
  json.put("createBuffers", session.prepare()).put("createError", error_message(driver));
  int32_t input = 0, output = 0;
  json.put("getLatencies", CALL(driver, getLatencies, &input, &output));
  json.put("inputLatency", input).put("outputLatency", output);
  json.put("start", session.start());
  wait(options.number("seconds", 2));
  int32_t outputAfter = 0;
  CALL(driver, getLatencies, &input, &outputAfter);
  json.put("outputLatencyAfter", outputAfter);
  json.put("stop", session.stop());
  wait(0.1);
  json.put("session", session.facts());
  json.put("dispose", session.dispose());
  return json;
}

/// Starts and stops many times; every run has to bring callbacks.
Json cycles(asio::Object* driver, const Options& options) {
  Json json = Json::object();
  json.put("init", CALL(driver, init, nullptr)).put("error", error_message(driver));
  Session session(driver, options);
  json.put("createBuffers", session.prepare());
  long done = 0, silent = 0, refused = 0;
  for (; done < options.whole("count", 100); ++done) {
    if (session.start() != 0) ++refused;
    for (int tries = 0; session.callbacks() < 1 && tries < 400; ++tries) Sleep(5);
    if (session.callbacks() < 1) ++silent;
    if (session.stop() != 0) ++refused;
  }
  json.put("done", done).put("silent", silent).put("refused", refused).put("session", session.facts());
  json.put("dispose", session.dispose());
  return json;
}

Json two(asio::Object* first, const Options& options) {
  HRESULT result = S_OK;
  asio::Object* second = load_driver(options.text("second"), result);
  Json json = Json::object();
  json.put("loaded", static_cast<double>(result));
  if (second == nullptr) return json;
  json.put("init", CALL(first, init, nullptr)).put("initSecond", CALL(second, init, nullptr));
  {
    Session one(first, options, 0);
    Session other(second, options, 1);
    json.put("createBuffers", one.prepare()).put("createBuffersSecond", other.prepare());
    json.put("start", one.start()).put("startSecond", other.start());
    wait(options.number("seconds", 1));
    json.put("stop", one.stop()).put("stopSecond", other.stop());
    json.put("session", one.facts()).put("sessionSecond", other.facts());
    json.put("dispose", one.dispose()).put("disposeSecond", other.dispose());
  }
  json.put("releaseSecond", static_cast<double>(CALL(second, release)));
  return json;
}

/// Runs on through whatever happens and does what a driver asks for: builds everything anew at a reset request, and
/// tries again and again when that fails.
Json live(asio::Object*& driver, const std::string& name, const Options& options) {
  Json runs = Json::list();
  Json errors = Json::list();
  long rebuilds = 0;
  std::unique_ptr<Session> session;
  const auto build = [&] {
    HRESULT result = S_OK;
    if (driver == nullptr) driver = load_driver(name, result);
    if (driver == nullptr) return errors.add("not loaded"), false;
    bool done = CALL(driver, init, nullptr) != 0;
    if (done) {
      session = std::make_unique<Session>(driver, options);
      done = session->prepare() == 0 && session->start() == 0;
    }
    if (!done) errors.add(error_message(driver));
    return done;
  };
  const auto tear_down = [&] {
    if (session) {
      session->stop();
      runs.add(session->facts());
      session->dispose();
      session.reset();
    }
    if (driver != nullptr) CALL(driver, release);
    driver = nullptr;
  };
  const auto say = [](const char* word, long number) {
    std::printf("{\"%s\":%ld}\n", word, number);
    std::fflush(stdout);
  };
  const bool follows = options.text("reset", "rebuild") != "ignore";
  bool runs_now = build();
  say("running", runs_now ? 1 : 0);
  const ULONGLONG end = GetTickCount64() + static_cast<ULONGLONG>(options.number("seconds", 5) * 1000);
  long resets = 0;
  while (GetTickCount64() < end && rebuilds < options.whole("rebuilds", 1000)) {
    wait(runs_now ? 0.02 : 0.3);
    const long asked = session ? session->take_resets() : 0;
    if (asked > 0) say("resets", resets += asked);
    if (runs_now && (asked == 0 || !follows)) continue;
    tear_down();
    runs_now = build();
    if (runs_now) say("rebuilt", ++rebuilds);
  }
  wait(options.number("more", 0));
  tear_down();
  return Json::object().put("runs", runs).put("rebuilds", rebuilds).put("resets", resets).put("errors", errors);
}

/// Holds a file as a program does that lets nobody else at it, and lets go after a while.
void hold(const std::string& file, double seconds) {
  HANDLE handle = CreateFileA(file.c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  std::thread([handle, seconds] {
    Sleep(static_cast<DWORD>(seconds * 1000));
    CloseHandle(handle);
  }).detach();
}

/// Leaves its argument in a file: stands in for the editor that a link opens.
int note(const std::string& file, const std::string& text) {
  FILE* const target = std::fopen(file.c_str(), "w");
  if (target == nullptr) return 1;
  std::fputs(text.c_str(), target);
  return std::fclose(target);
}

/// Whether the DLL goes when nobody holds it any more.
Json unload(const std::string& name) {
  std::string dll;
  for (const Installed& driver : installed_drivers()) {
    if (driver.name == name) dll = driver.dll;
  }
  const ULONGLONG begin = GetTickCount64();
  bool gone = false;
  while (!gone && GetTickCount64() - begin < 10'000) {
    CoFreeUnusedLibrariesEx(0, 0);
    gone = GetModuleHandleA(dll.c_str()) == nullptr;
    Sleep(20);
  }
  return Json::object().put("dll", dll).put("gone", gone).put("ms", static_cast<double>(GetTickCount64() - begin));
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
  if (driver != nullptr) {
    if (command == "methods") json.put("result", methods(driver));
    if (command == "order") json.put("result", order(driver, options));
    if (command == "run" || command == "unload") json.put("result", run(driver, options));
    if (command == "cycles") json.put("result", cycles(driver, options));
    if (command == "two") json.put("result", two(driver, options));
    if (command == "live") json.put("result", live(driver, name, options));
    if (command == "panel") {
      json.put("init", CALL(driver, init, nullptr));
      json.put("controlPanel", CALL(driver, controlPanel)).put("error", error_message(driver));
      for (int tries = 0; tries < 500 && GetFileAttributesA(options.text("until").c_str()) == INVALID_FILE_ATTRIBUTES;
           ++tries) {
        wait(0.02);
      }
    }
    if (command == "unload") {
      json.put("release", static_cast<double>(CALL(driver, release))).put("unload", unload(name));
    } else if (driver != nullptr) {
      json.put("release", static_cast<double>(CALL(driver, release)));
    }
  }
  CoUninitialize();
  std::printf("%s\n", json.text().c_str());
  return 0;
}
