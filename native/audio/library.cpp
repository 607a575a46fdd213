#include "audio/library.h"

#include <map>
#include <mutex>
#include <string>

#include "audio/error.h"
#include "audio/host_apis.h"
#include "audio/host_messages.h"
#include "audio/loopback_devices.h"
#include "audio/pa_failure.h"
#include "audio/portaudio_lock.h"
#include "audio/wasapi.h"

namespace flexlab::audio {
namespace {

std::string text_or_empty(const char* text) { return text == nullptr ? std::string() : std::string(text); }

void initialise_with(std::string_view only) {
  initialise_only(only);
  const PaError result = Pa_Initialize();
  if (result != paNoError) {
    throw Error({.code = "portaudio-initialise-failed",
                 .message = "The sound system could not be initialised.",
                 .hint = "Check that the sound services of this machine run.",
                 .host = host_text(result)});
  }
}

void initialise(std::string_view only) {
  capture_host_messages();
  clear_host_message();
  initialise_with(only);
  if (!only.empty() && Pa_GetHostApiCount() == 0) {
    Pa_Terminate();
    initialise_with({});
  }
}

}  // namespace

PortAudioUse& portaudio_use() {
  static PortAudioUse use;
  return use;
}

Library::Library(std::string_view only) : only_(only) {
  const std::lock_guard lock(portaudio_use().mutex);
  // Once for all libraries: PortAudio counts without a lock, and streams of the others look at its count.
  if (!portaudio_use().initialised) initialise(only_);
  portaudio_use().initialised = true;
  ++portaudio_use().libraries;
}

Library::~Library() {
  const std::lock_guard lock(portaudio_use().mutex);
  if (--portaudio_use().libraries > 0 || !portaudio_use().initialised) return;
  Pa_Terminate();
  portaudio_use().initialised = false;
}

bool Library::refresh() {
  const std::lock_guard lock(portaudio_use().mutex);
  if (portaudio_use().libraries > 1 || portaudio_use().streams > 0) return false;
  Pa_Terminate();
  portaudio_use().initialised = false;
  initialise(only_);
  portaudio_use().initialised = true;
  return true;
}

std::vector<Backend> Library::backends() const {
  const std::lock_guard lock(portaudio_use().mutex);
  std::vector<Backend> backends;
  const PaHostApiIndex count = Pa_GetHostApiCount();
  for (PaHostApiIndex index = 0; index < count; ++index) {
    const PaHostApiInfo* api = Pa_GetHostApiInfo(index);
    if (api == nullptr) continue;
    Backend backend{.name = text_or_empty(api->name), .type = api->type, .index = index, .devices = {}};
    std::map<std::string, int> equals;
    for (int position = 0; position < api->deviceCount; ++position) {
      const PaDeviceIndex device = Pa_HostApiDeviceIndexToDeviceIndex(index, position);
      const PaDeviceInfo* info = Pa_GetDeviceInfo(device);
      if (info == nullptr) continue;
      const std::string name = text_or_empty(info->name);
      const std::string stem = backend.name + '|' + name + '|' + std::to_string(info->maxInputChannels) + '|' +
                               std::to_string(info->maxOutputChannels) + '|';
      backend.devices.push_back({.backend = backend.name,
                                 .name = name,
                                 .id = stem + std::to_string(equals[stem]++),
                                 .inputChannels = info->maxInputChannels,
                                 .outputChannels = info->maxOutputChannels,
                                 .defaultSampleRate = info->defaultSampleRate,
                                 .lowInputLatency = info->defaultLowInputLatency,
                                 .highInputLatency = info->defaultHighInputLatency,
                                 .lowOutputLatency = info->defaultLowOutputLatency,
                                 .highOutputLatency = info->defaultHighOutputLatency,
                                 .isDefaultInput = device == api->defaultInputDevice,
                                 .isDefaultOutput = device == api->defaultOutputDevice,
                                 .index = device,
                                 .channelMask = api->type == paWASAPI ? wasapi_channel_mask(device) : 0});
    }
    if (api->type == paWASAPI) {
      add_loopbacks(backend.devices, [](const Device& device) { return wasapi_mix_format(device.index); });
    }
    backends.push_back(std::move(backend));
  }
  return backends;
}

PaHostApiIndex Library::default_backend() const {
  const std::lock_guard lock(portaudio_use().mutex);
  return Pa_GetDefaultHostApi();
}

std::string Library::version() {
  const PaVersionInfo* info = Pa_GetVersionInfo();
  return "PortAudio " + std::to_string(info->versionMajor) + '.' + std::to_string(info->versionMinor) + '.' +
         std::to_string(info->versionSubMinor);
}

}  // namespace flexlab::audio
