#include "commands.h"
#include "session.h"
#include "words.h"

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
