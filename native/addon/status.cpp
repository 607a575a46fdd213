#include "addon/status.h"

#include <algorithm>
#include <span>
#include <string>

#include "status/reader.h"

namespace flexlab::addon {
namespace {

using status::Facts;
using status::Pulse;
using status::Reading;
using status::State;

constexpr double kNanosecondsPerMillisecond = 1e6;

template <std::size_t Bytes>
Napi::Value text_or_null(Napi::Env env, const status::Text<Bytes>& text) {
  const std::string value = text.str();
  return value.empty() ? env.Null() : Napi::Value(Napi::String::New(env, value));
}

/// Milliseconds since 1970, as Date has them.
Napi::Value time_or_null(Napi::Env env, std::int64_t nanoseconds) {
  if (nanoseconds == 0) return env.Null();
  return Napi::Number::New(env, static_cast<double>(nanoseconds) / kNanosecondsPerMillisecond);
}

const char* state_of(const Reading& reading) {
  switch (static_cast<State>(reading.facts.state)) {
    case State::Failed: return "failed";
    case State::Loaded: return "loaded";
    case State::Prepared: return "prepared";
    case State::Running: return reading.pulse.lost != 0 ? "lost" : "running";
  }
  return "loaded";
}

Napi::Value side_value(Napi::Env env, const status::Side& side, double deviceRate, std::int32_t extraLatency,
                       std::span<const float> peaks) {
  if (side.channels == 0) return env.Null();
  Napi::Array levels = Napi::Array::New(env);
  const auto shown = std::min(peaks.size(), static_cast<std::size_t>(std::max(side.channels, 0)));
  for (std::size_t channel = 0; channel < shown; ++channel) levels.Set(levels.Length(), peaks[channel]);
  Napi::Object object = Napi::Object::New(env);
  object.Set("device", side.device.str());
  object.Set("channels", side.channels);
  object.Set("sampleType", side.sampleType.str());
  object.Set("deviceRate", deviceRate == 0 ? env.Null() : Napi::Value(Napi::Number::New(env, deviceRate)));
  object.Set("latencyFrames", side.latency == status::kUnknown
                                  ? env.Null()
                                  : Napi::Value(Napi::Number::New(env, side.latency + extraLatency)));
  object.Set("peaks", levels);
  return object;
}

Napi::Value driver_value(Napi::Env env, const Reading& reading) {
  const Facts& facts = reading.facts;
  const Pulse& pulse = reading.pulse;
  Napi::Object object = Napi::Object::New(env);
  const auto count = [&](const char* key, std::uint64_t value) { object.Set(key, static_cast<double>(value)); };
  object.Set("processId", reading.processId);
  object.Set("program", facts.program.str());
  object.Set("driverVersion", facts.version);
  object.Set("state", state_of(reading));
  object.Set("configPath", text_or_null(env, facts.configPath));
  object.Set("configSha256", text_or_null(env, facts.configSha256));
  object.Set("backend", text_or_null(env, facts.backend));
  object.Set("exclusive", facts.exclusive == status::kUnknown
                              ? env.Null()
                              : Napi::Value(Napi::Boolean::New(env, facts.exclusive != 0)));
  object.Set("input", side_value(env, facts.input, reading.joins.inputRate, 0, pulse.inputPeaks));
  object.Set("output", side_value(env, facts.output, reading.joins.outputRate,
                                  pulse.outputLate != 0 ? facts.bufferFrames : 0, pulse.outputPeaks));
  object.Set("twoClocks", reading.joins.twoClocks != 0);
  object.Set("sampleRate", facts.sampleRate == 0 ? env.Null() : Napi::Value(Napi::Number::New(env, facts.sampleRate)));
  object.Set("bufferFrames",
             facts.bufferFrames == 0 ? env.Null() : Napi::Value(Napi::Number::New(env, facts.bufferFrames)));
  count("position", pulse.position);
  count("callbacks", pulse.callbacks);
  count("lateCallbacks", pulse.lateCallbacks);
  count("inputUnderflows", pulse.inputUnderflows);
  count("inputOverflows", pulse.inputOverflows);
  count("outputUnderflows", pulse.outputUnderflows);
  count("outputOverflows", pulse.outputOverflows);
  count("missedOutputReady", pulse.missedOutputReady);
  if (facts.errorCode.str().empty()) {
    object.Set("error", env.Null());
  } else {
    Napi::Object error = Napi::Object::New(env);
    error.Set("code", facts.errorCode.str());
    error.Set("message", facts.errorMessage.str());
    error.Set("hint", facts.errorHint.str());
    object.Set("error", error);
  }
  object.Set("loadedAt", time_or_null(env, facts.loadedAt));
  object.Set("startedAt", time_or_null(env, facts.startedAt));
  object.Set("updatedAt", time_or_null(env, std::max(facts.changedAt, pulse.beatAt)));
  return object;
}

}  // namespace

Napi::Value running_drivers(Napi::Env env) {
  Napi::Array drivers = Napi::Array::New(env);
  for (const Reading& reading : status::read_all()) drivers.Set(drivers.Length(), driver_value(env, reading));
  return drivers;
}

}  // namespace flexlab::addon
