#include "virtual/virtual_host_api.h"

#include <pa_util.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "audio/clock.h"
#include "audio/sample_type.h"
#include "virtual/path.h"
#include "virtual/platform.h"
#include "virtual/scenario.h"
#include "virtual/virtual_stream.h"

namespace flexlab::virtual_device {
namespace {

PaError open_stream(PaUtilHostApiRepresentation* hostApi, PaStream** stream, const PaStreamParameters* input,
                    const PaStreamParameters* output, double sampleRate, unsigned long framesPerBuffer,
                    PaStreamFlags flags, PaStreamCallback* callback, void* userData);
PaError is_format_supported(PaUtilHostApiRepresentation* hostApi, const PaStreamParameters* input,
                            const PaStreamParameters* output, double sampleRate);
void terminate(PaUtilHostApiRepresentation* hostApi);

/// More than any device has; keeps a mistaken number from filling the memory.
constexpr unsigned long kMaxFramesPerBuffer = 1UL << 20;

VirtualStream& stream_of(PaStream* stream) {
  return *static_cast<VirtualStream*>(static_cast<PaUtilStreamRepresentation*>(stream));
}

PaError close_stream(PaStream* stream) {
  const std::unique_ptr<VirtualStream> owner(&stream_of(stream));
  return paNoError;
}
PaError start_stream(PaStream* stream) { return stream_of(stream).start(); }
PaError stop_stream(PaStream* stream) {
  stream_of(stream).stop();
  return paNoError;
}
PaError is_stream_stopped(PaStream* stream) { return stream_of(stream).is_stopped() ? 1 : 0; }
PaError is_stream_active(PaStream* stream) { return stream_of(stream).is_active() ? 1 : 0; }
PaTime stream_time(PaStream* stream) { return stream_of(stream).time(); }
double stream_cpu_load(PaStream* stream) { return stream_of(stream).cpu_load(); }

/// True latency of one direction in seconds: half of the round trip, whole frames where it is whole.
double true_latency(double delay, double rate, bool isInput) {
  const double input = std::floor(delay / 2);
  return (isInput ? input : delay - input) / rate;
}

bool can_be_default(const Device& device, bool isInput) { return (isInput ? device.inputs : device.outputs) > 0; }

/// The device marked as default; else the first that is not marked as none.
PaDeviceIndex default_device(const std::vector<Device>& devices, bool isInput) {
  PaDeviceIndex found = paNoDevice;
  for (std::size_t index = 0; index < devices.size(); ++index) {
    const Device& device = devices[index];
    if (!can_be_default(device, isInput)) continue;
    if (device.isDefault.value_or(false)) return static_cast<PaDeviceIndex>(index);
    if (found == paNoDevice && device.isDefault.value_or(true)) found = static_cast<PaDeviceIndex>(index);
  }
  return found;
}

/// The host API "Virtual", from Pa_Initialize to Pa_Terminate. The scenario is the one that was set at its beginning.
class VirtualHostApi final : public PaUtilHostApiRepresentation {
 public:
  VirtualHostApi(const Scenario& scenario, PaHostApiIndex index)
      : PaUtilHostApiRepresentation{}, clock_(scenario.clock) {
    PaUtil_InitializeStreamInterface(&callbackInterface_, close_stream, start_stream, stop_stream, stop_stream,
                                     is_stream_stopped, is_stream_active, stream_time, stream_cpu_load,
                                     PaUtil_DummyRead, PaUtil_DummyWrite, PaUtil_DummyGetReadAvailable,
                                     PaUtil_DummyGetWriteAvailable);
    for (const Device& device : scenario.devices) {
      states_.push_back(std::make_unique<DeviceState>());
      states_.back()->device = device;
    }
    for (const std::unique_ptr<DeviceState>& state : states_) {
      const std::string& name = state->device.hears.empty() ? state->device.name : state->device.hears;
      const auto heard = std::ranges::find_if(states_, [&](const auto& other) { return other->device.name == name; });
      if (heard != states_.end() && (*heard)->device.outputs > 0) state->heard = heard->get();
    }
    // Names are those of the states, which stay where they are.
    for (const std::unique_ptr<DeviceState>& state : states_) infos_.push_back(info_of(state->device, index));
    for (PaDeviceInfo& deviceInfo : infos_) pointers_.push_back(&deviceInfo);
    deviceInfos = pointers_.data();
    info = {.structVersion = 1,
            .type = paInDevelopment,  // PortAudio has no id for it
            .name = "Virtual",
            .deviceCount = static_cast<int>(infos_.size()),
            .defaultInputDevice = default_device(scenario.devices, true),
            .defaultOutputDevice = default_device(scenario.devices, false)};
    Terminate = terminate;
    OpenStream = open_stream;
    IsFormatSupported = is_format_supported;
  }

  [[nodiscard]] Clock clock() const { return clock_; }
  [[nodiscard]] PaUtilStreamInterface* callback_interface() { return &callbackInterface_; }
  [[nodiscard]] DeviceState* device_at(PaDeviceIndex index) const {
    if (index < 0 || static_cast<std::size_t>(index) >= states_.size()) return nullptr;
    return states_[static_cast<std::size_t>(index)].get();
  }

 private:
  static PaDeviceInfo info_of(const Device& device, PaHostApiIndex index) {
    const double delay = delay_of(device, {.rate = device.defaultRate, .period = device.period});
    const double input = device.claimedInputLatency.value_or(true_latency(delay, device.defaultRate, true));
    const double output = device.claimedOutputLatency.value_or(true_latency(delay, device.defaultRate, false));
    return {.structVersion = 2,
            .name = device.name.c_str(),
            .hostApi = index,
            .maxInputChannels = device.inputs,
            .maxOutputChannels = device.outputs,
            .defaultLowInputLatency = input,
            .defaultLowOutputLatency = output,
            .defaultHighInputLatency = input,
            .defaultHighOutputLatency = output,
            .defaultSampleRate = static_cast<double>(device.defaultRate)};
  }

  Clock clock_;
  PaUtilStreamInterface callbackInterface_{};
  std::vector<std::unique_ptr<DeviceState>> states_;
  std::vector<PaDeviceInfo> infos_;
  std::vector<PaDeviceInfo*> pointers_;
};

VirtualHostApi& host_api_of(PaUtilHostApiRepresentation* hostApi) { return *static_cast<VirtualHostApi*>(hostApi); }

/// Whether a device takes one direction of a stream.
PaError check_side(const Device& device, const PaStreamParameters& side, double sampleRate, bool isInput) {
  if (side.hostApiSpecificStreamInfo != nullptr) return paIncompatibleHostApiSpecificStreamInfo;
  if (side.channelCount > (isInput ? device.inputs : device.outputs)) return paInvalidChannelCount;
  const auto type = audio::sample_type_of(side.sampleFormat);
  if (!type || std::ranges::find(device.formats, *type) == device.formats.end()) return paSampleFormatNotSupported;
  if (std::ranges::find(device.rates, sampleRate, [](int rate) { return static_cast<double>(rate); }) ==
      device.rates.end()) {
    return paInvalidSampleRate;
  }
  return paNoError;
}

/// Fills in what a stream with these parameters would be, or says why there cannot be one.
PaError make_plan(const VirtualHostApi& api, const PaStreamParameters* input, const PaStreamParameters* output,
                  double sampleRate, unsigned long framesPerBuffer, StreamPlan& plan) {
  if (input != nullptr) {
    plan.input = api.device_at(input->device);
    if (plan.input == nullptr) return paInvalidDevice;
    if (const PaError result = check_side(plan.input->device, *input, sampleRate, true)) return result;
    plan.inputFormat = input->sampleFormat;
    plan.shape.inputs = input->channelCount;
  }
  if (output != nullptr) {
    plan.output = api.device_at(output->device);
    if (plan.output == nullptr) return paInvalidDevice;
    if (const PaError result = check_side(plan.output->device, *output, sampleRate, false)) return result;
    plan.outputFormat = output->sampleFormat;
    plan.shape.outputs = output->channelCount;
  }
  if (framesPerBuffer > kMaxFramesPerBuffer) return paBufferTooBig;
  plan.shape.rate = static_cast<int>(sampleRate);
  plan.shape.connected = plan.input == plan.output;
  plan.clock = api.clock();
  const int period = plan.leader().period;
  plan.framesPerCallback = framesPerBuffer;
  if (plan.framesPerCallback == paFramesPerBufferUnspecified) {
    plan.framesPerCallback = static_cast<unsigned long>(period > 0 ? period : plan.shape.rate / 100);
  }
  const auto frames = static_cast<std::int64_t>(plan.framesPerCallback);
  plan.hostPeriod = period > 0 ? period : frames;
  // Within one host period the callback may be called several times; what it writes first waits for the others.
  plan.shape.period = std::max<std::int64_t>(plan.hostPeriod, frames);
  if (plan.input != nullptr && plan.output == nullptr && plan.input->heard != nullptr) {
    plan.shape.airChannels = plan.input->heard->device.outputs;
    plan.shape.connected = false;
  }
  return paNoError;
}

/// Ties streams that are opened apart together: what one plays the other hears.
void meet_in_the_air(StreamPlan& plan) {
  constexpr std::int64_t kKeptSeconds = 4;
  const bool apart = (plan.input == nullptr) != (plan.output == nullptr);
  DeviceState* const speaker = plan.input != nullptr ? plan.input->heard : plan.output;
  if (!apart || speaker == nullptr) return;
  if (!speaker->air) {
    const double delay = plan.leader().delayFrames.value_or(0);
    speaker->air = std::make_unique<Air>(speaker->device.outputs,
                                         kKeptSeconds * plan.shape.rate + static_cast<std::int64_t>(delay));
  }
  (plan.input != nullptr ? plan.hears : plan.speaks) = speaker->air.get();
}

/// The scripted ways of not opening. Blocks or ends the process where the scenario says so.
PaError misbehave(const DeviceState& state) {
  const OpenBehaviour& open = state.device.open;
  if (open.crash) crash();
  if (open.hangSeconds > 0) std::this_thread::sleep_for(std::chrono::duration<double>(open.hangSeconds));
  if (!open.refuse.empty()) {
    PaUtil_SetLastHostErrorInfo(paInDevelopment, 1, open.refuse.c_str());
    return paUnanticipatedHostError;
  }
  if (audio::now() < state.device.absence->backAt.load(std::memory_order_acquire)) return paDeviceUnavailable;
  if (state.device.exclusive && state.openStreams > 0) return paDeviceUnavailable;
  return paNoError;
}

PaError open_stream(PaUtilHostApiRepresentation* hostApi, PaStream** stream, const PaStreamParameters* input,
                    const PaStreamParameters* output, double sampleRate, unsigned long framesPerBuffer,
                    PaStreamFlags flags, PaStreamCallback* callback, void* userData) try {
  VirtualHostApi& api = host_api_of(hostApi);
  if ((flags & paPlatformSpecificFlags) != 0) return paInvalidFlag;
  if (callback == nullptr) return paNullCallback;  // reading and writing are not offered
  StreamPlan plan;
  if (const PaError result = make_plan(api, input, output, sampleRate, framesPerBuffer, plan)) return result;
  for (const DeviceState* state : {plan.input, plan.output == plan.input ? nullptr : plan.output}) {
    if (state == nullptr) continue;
    if (const PaError result = misbehave(*state)) return result;
  }
  if (const auto problem = find_delay_problem(plan.leader(), plan.shape)) {
    PaUtil_SetLastHostErrorInfo(paInDevelopment, 2, problem->c_str());
    return paUnanticipatedHostError;
  }

  meet_in_the_air(plan);
  auto opened = std::make_unique<VirtualStream>(plan, api.callback_interface(), callback, userData);
  if (const PaError result = opened->init_processor(flags, callback, userData)) return result;
  const auto latency = [&](const DeviceState* state, bool isInput) {
    if (state == nullptr) return 0.0;
    const Device& device = state->device;
    const std::optional<double>& claim = isInput ? device.claimedInputLatency : device.claimedOutputLatency;
    return claim.value_or(true_latency(delay_of(device, plan.shape), sampleRate, isInput));
  };
  opened->streamInfo = {.structVersion = 1,
                        .inputLatency = latency(plan.input, true),
                        .outputLatency = latency(plan.output, false),
                        .sampleRate = sampleRate};
  *stream = static_cast<PaUtilStreamRepresentation*>(opened.release());
  return paNoError;
} catch (const std::bad_alloc&) {
  return paInsufficientMemory;
}

PaError is_format_supported(PaUtilHostApiRepresentation* hostApi, const PaStreamParameters* input,
                            const PaStreamParameters* output, double sampleRate) {
  StreamPlan plan;
  return make_plan(host_api_of(hostApi), input, output, sampleRate, paFramesPerBufferUnspecified, plan);
}

void terminate(PaUtilHostApiRepresentation* hostApi) {
  const std::unique_ptr<VirtualHostApi> owner(&host_api_of(hostApi));
}

}  // namespace
}  // namespace flexlab::virtual_device

extern "C" PaError flexlab_virtual_initialize(PaUtilHostApiRepresentation** hostApi, PaHostApiIndex index) try {
  using namespace flexlab::virtual_device;
  *hostApi = std::make_unique<VirtualHostApi>(current_scenario(), index).release();
  return paNoError;
} catch (const std::exception&) {
  return paInsufficientMemory;
}
