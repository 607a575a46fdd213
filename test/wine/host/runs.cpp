#include "commands.h"
#include "installed.h"
#include "session.h"
#include "words.h"

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

Json storm(asio::Object* driver, const Options& options) {
  Json json = Json::object();
  json.put("init", CALL(driver, init, nullptr)).put("error", error_message(driver));
  Json runs = Json::list();
  long resets = 0, refused = 0, silent = 0;
  const int count = options.whole("count", 20);
  for (int i = 0; i < count; ++i) {
    Session session(driver, options);
    if (session.prepare() != 0 || session.start() != 0) ++refused;
    for (int tries = 0; session.callbacks() < 2 && tries < 400; ++tries) Sleep(5);
    if (session.callbacks() < 2) ++silent;
    double rate = 0;
    CALL(driver, getSampleRate, &rate);
    if (CALL(driver, setSampleRate, rate == 48000 ? 44100.0 : 48000.0) != 0) ++refused;
    long asked = 0;
    for (int tries = 0; asked == 0 && tries < 400; ++tries, Sleep(5)) asked = session.take_resets();
    resets += asked;
    if (session.stop() != 0 || session.dispose() != 0) ++refused;
    if (i + 1 == count) json.put("session", session.facts());
  }
  return json.put("resets", resets).put("refused", refused).put("silent", silent);
}
