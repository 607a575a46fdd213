#include "audio/library.h"

#include <map>
#include <mutex>
#include <string>

#include "audio/error.h"
#include "audio/host_apis.h"
#include "audio/host_messages.h"
#include "audio/pa_failure.h"
#include "audio/wasapi.h"

namespace flexlab::audio {
namespace {

/// Pa_Initialize and Pa_Terminate are not thread-safe.
std::mutex& library_mutex() {
  static std::mutex mutex;
  return mutex;
}

std::string text_or_empty(const char* text) { return text == nullptr ? std::string() : std::string(text); }

void initialise(std::string_view only) {
  initialise_only(only);
  const PaError result = Pa_Initialize();
  if (result != paNoError) {
    throw Error({.code = "portaudio-initialise-failed",
                 .message = "The sound system could not be initialised.",
                 .hint = "Check that the sound services of this machine run.",
                 .host = host_text(result)});
  }
}

}  // namespace

Library::Library(std::string_view only) {
  const std::lock_guard lock(library_mutex());
  capture_host_messages();
  clear_host_message();
  initialise(only);
  if (!only.empty() && Pa_GetHostApiCount() == 0) {
    Pa_Terminate();
    initialise({});
  }
}

Library::~Library() {
  const std::lock_guard lock(library_mutex());
  Pa_Terminate();
}

std::vector<Backend> Library::backends() const {
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
    backends.push_back(std::move(backend));
  }
  return backends;
}

PaHostApiIndex Library::default_backend() const { return Pa_GetDefaultHostApi(); }

std::string Library::version() {
  const PaVersionInfo* info = Pa_GetVersionInfo();
  return "PortAudio " + std::to_string(info->versionMajor) + '.' + std::to_string(info->versionMinor) + '.' +
         std::to_string(info->versionSubMinor);
}

}  // namespace flexlab::audio
