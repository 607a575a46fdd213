#include "addon/convert.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "addon/js_error.h"

namespace flexlab::addon {
namespace {

using probe::ProbePlan;
using probe::ProbeResult;

[[noreturn]] void wrong(Napi::Env env, const char* what) {
  throw Napi::TypeError::New(env, std::string("The plan has no ") + what + '.');
}

bool absent(const Napi::Value& value) { return value.IsNull() || value.IsUndefined(); }

Napi::Value get(const Napi::Object& object, const char* key) { return object.Get(key); }

std::string text(const Napi::Object& object, const char* key) {
  const Napi::Value value = get(object, key);
  if (!value.IsString()) wrong(object.Env(), key);
  return value.As<Napi::String>().Utf8Value();
}

std::optional<std::string> optional_text(const Napi::Object& object, const char* key) {
  if (absent(get(object, key))) return std::nullopt;
  return text(object, key);
}

double number(const Napi::Object& object, const char* key) {
  const Napi::Value value = get(object, key);
  if (!value.IsNumber()) wrong(object.Env(), key);
  return value.As<Napi::Number>().DoubleValue();
}

std::optional<double> optional_number(const Napi::Object& object, const char* key) {
  if (absent(get(object, key))) return std::nullopt;
  return number(object, key);
}

std::uint32_t seed_of(const Napi::Object& object) {
  // As ToUint32 does, so that any number is a seed.
  return get(object, "seed").ToNumber().Uint32Value();
}

bool flag(const Napi::Object& object, const char* key) {
  const Napi::Value value = get(object, key);
  if (!value.IsBoolean()) wrong(object.Env(), key);
  return value.As<Napi::Boolean>().Value();
}

probe::Signal signal_of(const Napi::Object& signal) {
  const std::string kind = text(signal, "kind");
  if (kind == "position") {
    return probe::PositionSignal{.seed = seed_of(signal), .amplitude = number(signal, "amplitude")};
  }
  if (kind == "silence") return probe::SilenceSignal{};
  if (kind == "sine") {
    return probe::SineSignal{.frequencyHz = number(signal, "frequencyHz"), .amplitude = number(signal, "amplitude")};
  }
  if (kind == "sweep") {
    return probe::SweepSignal{.startHz = number(signal, "startHz"),
                              .endHz = number(signal, "endHz"),
                              .seconds = number(signal, "seconds"),
                              .repeat = flag(signal, "repeat"),
                              .amplitude = number(signal, "amplitude")};
  }
  if (kind == "noise") {
    return probe::NoiseSignal{
        .pink = text(signal, "color") == "pink", .seed = seed_of(signal), .amplitude = number(signal, "amplitude")};
  }
  if (kind == "impulses") {
    return probe::ImpulseSignal{.seconds = number(signal, "seconds"), .amplitude = number(signal, "amplitude")};
  }
  if (kind == "channels") return probe::ChannelsSignal{.amplitude = number(signal, "amplitude")};
  if (kind == "steps") {
    return probe::StepsSignal{.frequencyHz = number(signal, "frequencyHz"),
                              .seconds = number(signal, "seconds"),
                              .lowAmplitude = number(signal, "lowAmplitude"),
                              .amplitude = number(signal, "amplitude")};
  }
  wrong(signal.Env(), "signal of a known kind");
}

probe::ChannelSet channels_of(const Napi::Value& value) {
  if (absent(value)) return {};
  if (!value.IsArray()) wrong(value.Env(), "channels");
  const auto list = value.As<Napi::Array>();
  probe::ChannelSet set{.all = false, .some = {}};
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const double channel = list.Get(i).ToNumber().DoubleValue();
    if (channel >= 0 && channel < probe::ChannelSet::kMost) set.some.set(static_cast<std::size_t>(channel));
  }
  return set;
}

template <typename Value>
Napi::Value or_null(Napi::Env env, const std::optional<Value>& value) {
  if (!value) return env.Null();
  return Napi::Value::From(env, *value);
}

Napi::Value device_value(Napi::Env env, const std::optional<probe::ProbeDevice>& device) {
  if (!device) return env.Null();
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", device->name);
  object.Set("channels", device->channels);
  object.Set("sampleType", std::string(audio::name_of(device->sampleType)));
  return object;
}

Napi::Value array_of(Napi::Env env, const std::vector<double>& values) {
  Napi::Float64Array array = Napi::Float64Array::New(env, values.size());
  std::copy(values.begin(), values.end(), array.Data());
  return array;
}

Napi::Value array_of(Napi::Env env, const std::vector<float>& values) {
  Napi::Float32Array array = Napi::Float32Array::New(env, values.size());
  std::copy(values.begin(), values.end(), array.Data());
  return array;
}

Napi::Value recording_value(Napi::Env env, const std::optional<probe::ProbeRecording>& recording) {
  if (!recording) return env.Null();
  Napi::Array input = Napi::Array::New(env);
  for (const probe::Track& track : recording->input) {
    input.Set(input.Length(), std::visit([&](const auto& samples) { return array_of(env, samples); }, track));
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("input", input);
  object.Set("codeBits", recording->codeBits);
  object.Set("frames", static_cast<double>(recording->frames));
  return object;
}

Napi::Value timing_value(Napi::Env env, const std::optional<probe::ProbeTiming>& timing) {
  if (!timing) return env.Null();
  Napi::Object object = Napi::Object::New(env);
  object.Set("entered", array_of(env, timing->entered));
  object.Set("duration", array_of(env, timing->duration));
  object.Set("position", array_of(env, timing->position));
  object.Set("openMs", timing->openMs);
  object.Set("startMs", timing->startMs);
  object.Set("firstCallbackMs", or_null(env, timing->firstCallbackMs));
  return object;
}

Napi::Value counters_value(Napi::Env env, const probe::ProbeCounters& counters) {
  Napi::Object object = Napi::Object::New(env);
  const auto set = [&](const char* key, std::uint64_t value) { object.Set(key, static_cast<double>(value)); };
  set("bufferSwitches", counters.bufferSwitches);
  set("inputUnderflows", counters.inputUnderflows);
  set("inputOverflows", counters.inputOverflows);
  set("outputUnderflows", counters.outputUnderflows);
  set("outputOverflows", counters.outputOverflows);
  set("missedOutputReady", counters.missedOutputReady);
  set("resetRequests", counters.resetRequests);
  set("latencyChanges", counters.latencyChanges);
  set("overloads", counters.overloads);
  return object;
}

}  // namespace

std::optional<probe::ScenarioSource> scenario_of(const Napi::Value& value) {
  if (absent(value)) return std::nullopt;
  if (!value.IsObject()) wrong(value.Env(), "scenario with name and text");
  const auto object = value.As<Napi::Object>();
  return probe::ScenarioSource{.name = text(object, "name"), .text = text(object, "text")};
}

probe::Playback playback_of(const Napi::Value& value) {
  if (!value.IsObject()) throw Napi::TypeError::New(value.Env(), "A playback is an object.");
  const auto object = value.As<Napi::Object>();
  const Napi::Value signal = get(object, "signal");
  if (!signal.IsObject()) wrong(value.Env(), "signal");
  const double fade = std::clamp(number(object, "fadeFrames"), 0.0, probe::Playback::kLongestFade);
  return {.signal = signal_of(signal.As<Napi::Object>()),
          .channels = channels_of(get(object, "channels")),
          .fadeFrames = static_cast<std::uint32_t>(fade)};
}

std::optional<probe::LiveView> view_of(const Napi::Value& value) {
  if (!value.IsObject()) return std::nullopt;
  const auto object = value.As<Napi::Object>();
  const double channel = number(object, "channel");
  if (!(channel >= 0 && channel < static_cast<double>(probe::live::kChannels))) return std::nullopt;
  return probe::LiveView{.isInput = text(object, "direction") == "input",
                         .channel = static_cast<std::uint32_t>(channel)};
}

namespace {

std::optional<probe::AsioTarget> asio_of(const Napi::Value& value) {
  if (absent(value)) return std::nullopt;
  if (!value.IsObject()) wrong(value.Env(), "asio with name and clsid");
  const auto object = value.As<Napi::Object>();
  return probe::AsioTarget{.name = text(object, "name"), .clsid = text(object, "clsid")};
}

}  // namespace

ProbePlan plan_of(const Napi::Value& value) {
  if (!value.IsObject()) throw Napi::TypeError::New(value.Env(), "A plan is an object.");
  const auto object = value.As<Napi::Object>();
  ProbePlan plan{.configText = text(object, "configText"),
                 .configFile = optional_text(object, "configFile"),
                 .scenario = scenario_of(get(object, "scenario")),
                 .asio = asio_of(get(object, "asio")),
                 .sampleRate = optional_number(object, "sampleRate"),
                 .bufferFrames = std::nullopt,
                 .seconds = optional_number(object, "seconds"),
                 .playback = playback_of(value)};
  if (const std::optional<double> frames = optional_number(object, "bufferFrames")) {
    // Whatever does not fit is as impossible as the nearest number that does.
    plan.bufferFrames = static_cast<std::int32_t>(std::clamp(*frames, 0.0, 2147483647.0));
  }
  return plan;
}

Napi::Value to_js(Napi::Env env, const std::optional<probe::ProbeStream>& stream) {
  if (!stream) return env.Null();
  Napi::Object sizes = Napi::Object::New(env);
  sizes.Set("min", stream->minFrames);
  sizes.Set("max", stream->maxFrames);
  sizes.Set("preferred", stream->preferredFrames);
  sizes.Set("granularity", stream->granularity);
  Napi::Object object = Napi::Object::New(env);
  Napi::Object driver = Napi::Object::New(env);
  driver.Set("name", stream->driverName);
  driver.Set("version", stream->driverVersion);
  object.Set("driver", driver);
  object.Set("backend", stream->backend);
  object.Set("exclusive", or_null(env, stream->exclusive));
  object.Set("input", device_value(env, stream->input));
  object.Set("output", device_value(env, stream->output));
  object.Set("sampleRate", stream->sampleRate);
  object.Set("bufferFrames", stream->bufferFrames);
  object.Set("bufferSizes", sizes);
  object.Set("reportedInputFrames", stream->reportedInputFrames);
  object.Set("reportedOutputFrames", stream->reportedOutputFrames);
  return object;
}

Napi::Value to_js(Napi::Env env, const ProbeResult& result) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("error", result.error ? Napi::Value(lab_error(env, *result.error)) : env.Null());
  object.Set("cancelled", result.cancelled);
  object.Set("stream", to_js(env, result.stream));
  object.Set("recording", recording_value(env, result.recording));
  object.Set("timing", timing_value(env, result.timing));
  object.Set("counters", counters_value(env, result.counters));
  object.Set("cpuPercent", or_null(env, result.cpuPercent));
  object.Set("realtime", or_null(env, result.realtime));
  return object;
}

}  // namespace flexlab::addon
