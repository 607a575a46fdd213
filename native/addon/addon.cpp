// The addon as JavaScript sees it: interface Addon of extension/audio/addon.ts. No logic of its own.
#include <napi.h>

#include <optional>

#include "addon/asio.h"
#include "addon/convert.h"
#include "addon/js_error.h"
#include "addon/probe_run.h"
#include "addon/status.h"
#include "audio/library.h"
#include "virtual/scenario.h"

namespace flexlab::addon {
namespace {

/// PROTOCOL_VERSION of extension/audio/contract.ts.
constexpr int kProtocolVersion = 6;

/// Runs a body of ours: an Error on its way up becomes a JavaScript Error with its fields.
template <typename Body>
Napi::Value translate(Napi::Env env, Body body) {
  try {
    return body();
  } catch (const audio::Error& error) {
    throw js_error(env, error);
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::exception& error) {
    throw js_error(env, {.code = "internal-error", .message = error.what(), .hint = "Please report this."});
  }
}

/// PortAudio and the scenario are one for the whole process.
void refuse_while_running() {
  if (!probe_is_running()) return;
  throw audio::Error({.code = "audio-process-busy",
                      .message = "A test is running in this process.",
                      .hint = "Wait for it to end, or cancel it."});
}

Napi::Value versions(const Napi::CallbackInfo& info) {
  Napi::Object versions = Napi::Object::New(info.Env());
  versions.Set("protocol", kProtocolVersion);
  versions.Set("addon", FLEXLAB_VERSION);
  versions.Set("portaudio", audio::Library::version());
  return versions;
}

Napi::Object device_object(Napi::Env env, const audio::Device& device) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("backend", device.backend);
  object.Set("name", device.name);
  object.Set("id", device.id);
  object.Set("inputChannels", device.inputChannels);
  object.Set("outputChannels", device.outputChannels);
  object.Set("defaultSampleRate", device.defaultSampleRate);
  object.Set("lowInputLatency", device.lowInputLatency);
  object.Set("highInputLatency", device.highInputLatency);
  object.Set("lowOutputLatency", device.lowOutputLatency);
  object.Set("highOutputLatency", device.highOutputLatency);
  object.Set("isDefaultInput", device.isDefaultInput);
  object.Set("isDefaultOutput", device.isDefaultOutput);
  object.Set("isLoopback", device.isLoopback);
  return object;
}

Napi::Value devices(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return translate(env, [&]() -> Napi::Value {
    refuse_while_running();
    if (const std::optional<probe::ScenarioSource> scenario = scenario_of(info[0])) {
      virtual_device::set_scenario(scenario->name, scenario->text);
    } else {
      virtual_device::reset_scenario();
    }
    const audio::Library library;
    Napi::Array list = Napi::Array::New(env);
    for (const audio::Backend& backend : library.backends()) {
      Napi::Array devices = Napi::Array::New(env);
      for (const audio::Device& device : backend.devices) devices.Set(devices.Length(), device_object(env, device));
      Napi::Object entry = Napi::Object::New(env);
      entry.Set("backend", backend.name);
      entry.Set("devices", devices);
      list.Set(list.Length(), entry);
    }
    return list;
  });
}

/// Readers touch neither PortAudio nor the scenario: a running probe does not mind.
Napi::Value drivers(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return translate(env, [&] { return running_drivers(env); });
}

/// A look into the registry.
Napi::Value asioDrivers(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return translate(env, [&] { return asio_drivers(env); });
}

Napi::Value probe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return translate(env, [&]() -> Napi::Value {
    refuse_while_running();
    return start_probe(env, plan_of(info[0]));
  });
}

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("versions", Napi::Function::New(env, versions, "versions"));
  exports.Set("devices", Napi::Function::New(env, devices, "devices"));
  exports.Set("drivers", Napi::Function::New(env, drivers, "drivers"));
  exports.Set("asioDrivers", Napi::Function::New(env, asioDrivers, "asioDrivers"));
  exports.Set("probe", Napi::Function::New(env, probe, "probe"));
  env.AddCleanupHook([] { end_probe(); });
  return exports;
}

}  // namespace

NODE_API_MODULE(flexlab, initialise)

}  // namespace flexlab::addon
