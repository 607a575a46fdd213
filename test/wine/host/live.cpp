#include <memory>

#include "commands.h"
#include "installed.h"
#include "session.h"
#include "words.h"

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
  if (!options.text("holdRunning").empty()) hold(options.text("holdRunning"), options.number("holdSeconds", 1));
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
