#include "audio/stream.h"

#include <cmath>
#include <cstdlib>
#include <string>

#include "audio/host_messages.h"
#include "audio/pa_failure.h"
#include "audio/portaudio_lock.h"

#if PA_USE_WASAPI
#include <pa_win_wasapi.h>
#endif

namespace flexlab::audio {
namespace {

/// Both sides as PortAudio takes them; pointers into itself, so it stays where it was made.
class PaSides {
 public:
  PaSides(const std::optional<StreamSide>& input, const std::optional<StreamSide>& output)
      : hasInput_(input.has_value()), hasOutput_(output.has_value()) {
    if (input) input_ = parameters_of(*input);
    if (output) output_ = parameters_of(*output);
#if PA_USE_WASAPI
    if (input && input->wasapi) {
      inputInfo_ = info_of(*input->wasapi);
      input_.hostApiSpecificStreamInfo = &inputInfo_;
    }
    if (output && output->wasapi) {
      outputInfo_ = info_of(*output->wasapi);
      output_.hostApiSpecificStreamInfo = &outputInfo_;
    }
#endif
  }
  ~PaSides() = default;
  PaSides(const PaSides&) = delete;
  PaSides& operator=(const PaSides&) = delete;
  [[nodiscard]] const PaStreamParameters* input() const { return hasInput_ ? &input_ : nullptr; }
  [[nodiscard]] const PaStreamParameters* output() const { return hasOutput_ ? &output_ : nullptr; }

 private:
  static PaStreamParameters parameters_of(const StreamSide& side) {
    return {.device = side.device,
            .channelCount = side.channels,
            .sampleFormat = pa_format_of(side.sampleType) | paNonInterleaved,
            .suggestedLatency = side.suggestedLatency,
            .hostApiSpecificStreamInfo = nullptr};
  }

#if PA_USE_WASAPI
  static PaWasapiStreamInfo info_of(const WasapiSettings& settings) {
    PaWasapiStreamInfo info{};
    info.size = sizeof info;
    info.hostApiType = paWASAPI;
    info.version = 1;
    if (settings.exclusive) {
      info.flags |= paWinWasapiExclusive;
      if (settings.explicitSampleFormat) info.flags |= paWinWasapiExplicitSampleFormat;
      // Wine's sound drivers do not wake anybody in exclusive mode: tests ask to be polled.
      if (std::getenv("FLEXLAB_WASAPI_POLLING") != nullptr) info.flags |= paWinWasapiPolling;
    } else if (settings.autoConvert) {
      info.flags |= paWinWasapiAutoConvert;
    }
    if (settings.channelMask != 0) {
      info.flags |= paWinWasapiUseChannelMask;
      info.channelMask = settings.channelMask;
    }
    return info;
  }

  PaWasapiStreamInfo inputInfo_{};
  PaWasapiStreamInfo outputInfo_{};
#endif

  bool hasInput_;
  bool hasOutput_;
  PaStreamParameters input_{};
  PaStreamParameters output_{};
};

std::string device_name(PaDeviceIndex device) {
  const PaDeviceInfo* info = Pa_GetDeviceInfo(device);
  return info == nullptr || info->name == nullptr ? "?" : info->name;
}

std::string rate_text(double rate) {
  return rate == std::floor(rate) && rate < 1e9 ? std::to_string(static_cast<long long>(rate)) : std::to_string(rate);
}

/// The direction that fails alone with the same error: "input", "output", or empty when both or none do.
std::string side_at_fault(const StreamSettings& settings, PaError error) {
  if (!settings.output) return "input";
  if (!settings.input) return "output";
  const PaSides sides(settings.input, settings.output);
  const bool input = Pa_IsFormatSupported(sides.input(), nullptr, settings.sampleRate) == error;
  const bool output = Pa_IsFormatSupported(nullptr, sides.output(), settings.sampleRate) == error;
  if (input == output) return "";
  return input ? "input" : "output";
}

std::string device_words(const StreamSettings& settings, const std::string& table) {
  if (table == "input" && settings.input) return "The input device \"" + device_name(settings.input->device) + "\"";
  if (table == "output" && settings.output) {
    return "The output device \"" + device_name(settings.output->device) + "\"";
  }
  return "The pair of devices";
}

bool is_exclusive(const StreamSide& side) { return side.wasapi && side.wasapi->exclusive; }

/// ` Int16 with 2 channels`
std::string format_text(const StreamSide& side) {
  return ' ' + std::string(name_of(side.sampleType)) + " with " + std::to_string(side.channels) + " channels";
}

Failure failure_of(const StreamSettings& settings, PaError error) {
  // First: asking about the sides below may overwrite what the host said.
  const std::string host = host_text(error);
  std::string table;
  switch (error) {
    case paInvalidSampleRate:
    case paInvalidChannelCount:
    case paSampleFormatNotSupported:
    case paInvalidDevice: table = side_at_fault(settings, error); break;
    default:
      if (!settings.output) table = "input";
      if (!settings.input) table = "output";
  }
  const std::string device = device_words(settings, table);
  const StreamSide* side = nullptr;
  if (table == "input") side = &*settings.input;
  if (table == "output") side = &*settings.output;
  switch (error) {
    case paInvalidSampleRate:
      if (side != nullptr ? is_exclusive(*side) : is_exclusive(*settings.input) || is_exclusive(*settings.output)) {
        // WASAPI does not tell which part of a format it refuses.
        return {.code = "format-not-supported",
                .message = device + " does not take " + rate_text(settings.sampleRate) + " Hz" +
                           (side != nullptr ? format_text(*side) : "") + " in exclusive mode.",
                .hint = "Set sampleType to Int16, Int24 or Int32, change the sample rate, or use shared mode.",
                .table = table,
                .key = table.empty() ? "" : "sampleType",
                .host = host};
      }
      return {.code = "sample-rate-not-supported",
              .message = device + " does not take " + rate_text(settings.sampleRate) + " Hz.",
              .hint = "Choose another sample rate, or a backend that converts rates.",
              .table = table,
              .key = "",
              .host = host};
    case paInvalidChannelCount:
      return {.code = "channel-count-not-supported",
              .message = device + " does not take " +
                         (side ? std::to_string(side->channels) + " channels." : "so many channels."),
              .hint = "Set channels to a number the device has, or remove the key.",
              .table = table,
              .key = table.empty() ? "" : "channels",
              .host = host};
    case paSampleFormatNotSupported:
      return {.code = "sample-type-not-supported",
              .message = device + " does not take the sample type" +
                         (side ? " " + std::string(name_of(side->sampleType)) + "." : "."),
              .hint = "Set sampleType to one the device takes.",
              .table = table,
              .key = table.empty() ? "" : "sampleType",
              .host = host};
    case paDeviceUnavailable:
      return {.code = "device-busy",
              .message = device + (table.empty() ? " are" : " is") + " in use or switched off.",
              .hint = "Close the program that uses it, or choose another device.",
              .table = table,
              .key = table.empty() ? "" : "device",
              .host = host};
    case paInvalidDevice:
      return {.code = "device-not-found",
              .message = device + (table.empty() ? " are" : " is") + " not there any more.",
              .hint = "Pick the device again.",
              .table = table,
              .key = table.empty() ? "" : "device",
              .host = host};
    case paBadIODeviceCombination:
      return {.code = "device-combination-not-supported",
              .message = "The input and the output device cannot run as one stream.",
              .hint = "Choose devices of the same sound card, or switch one direction off.",
              .host = host};
    case paUnanticipatedHostError:
      return {.code = "host-error",
              .message = device + " did not open: " + host + '.',
              .hint = "Try another device, sample rate or buffer size.",
              .table = table,
              .key = "",
              .host = host};
    default:
      return {.code = "open-failed",
              .message = device + " did not open: " + host + '.',
              .hint = "Try another device, sample rate or buffer size.",
              .table = table,
              .key = "",
              .host = host};
  }
}

void require(PaError result, const char* code, const char* message) {
  if (result == paNoError) return;
  throw Error({.code = code,
               .message = message,
               .hint = "Test again; pick another device if it stays so.",
               .host = host_text(result)});
}

}  // namespace

std::optional<Failure> find_obstacle(const StreamSettings& settings) {
  const std::lock_guard lock(portaudio_use().mutex);
  const PaSides sides(settings.input, settings.output);
  clear_host_message();
  const PaError result = Pa_IsFormatSupported(sides.input(), sides.output(), settings.sampleRate);
  if (result == paFormatIsSupported) return std::nullopt;
  return failure_of(settings, result);
}

Stream::Stream(const StreamSettings& settings) {
  const std::lock_guard lock(portaudio_use().mutex);
  const PaSides sides(settings.input, settings.output);
  clear_host_message();
  const PaError result = Pa_OpenStream(&stream_, sides.input(), sides.output(), settings.sampleRate,
                                       settings.framesPerBuffer, settings.flags, settings.callback, settings.userData);
  if (result != paNoError) throw Error(failure_of(settings, result));
  if (settings.finished != nullptr) Pa_SetStreamFinishedCallback(stream_, settings.finished);
  if (const PaStreamInfo* info = Pa_GetStreamInfo(stream_)) info_ = *info;
  ++portaudio_use().streams;
}

Stream::~Stream() {
  // First without the others waiting for it, as it may take its time.
  if (Pa_IsStreamStopped(stream_) == 0) Pa_AbortStream(stream_);
  const std::lock_guard lock(portaudio_use().mutex);
  Pa_CloseStream(stream_);
  --portaudio_use().streams;
}

void Stream::start() {
  clear_host_message();
  require(Pa_StartStream(stream_), "start-failed", "The stream was opened but did not start.");
}

void Stream::stop() {
  if (Pa_IsStreamStopped(stream_) == 1) return;
  clear_host_message();
  require(Pa_StopStream(stream_), "stop-failed", "The stream did not stop properly.");
}

void Stream::abort() {
  if (Pa_IsStreamStopped(stream_) == 1) return;
  clear_host_message();
  require(Pa_AbortStream(stream_), "stop-failed", "The stream did not stop properly.");
}

bool Stream::active() const noexcept { return Pa_IsStreamActive(stream_) == 1; }
double Stream::time() const noexcept { return Pa_GetStreamTime(stream_); }
double Stream::cpu_load() const noexcept { return Pa_GetStreamCpuLoad(stream_); }

}  // namespace flexlab::audio
