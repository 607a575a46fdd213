#include "audio/loopback.h"

#include <cmath>
#include <string>

#include "audio/error.h"
#include "audio/polled_capture.h"
#include "audio/wasapi_loopback.h"

namespace flexlab::audio {
namespace {

OpenPackets wasapi_packets(const Device& device) {
  // Asked for here: PortAudio's devices may be others by the time that the thread runs.
  return [endpoint = wasapi_endpoint(device.index)](const Device& asked) {
    return open_wasapi_loopback(asked.name, endpoint);
  };
}

}  // namespace

std::unique_ptr<CaptureSource> open_loopback(const LoopbackSettings& settings) {
  const Device& device = settings.device;
  auto capture = std::make_unique<PolledCapture>(PolledCapture::Setup{
      .open = [device,
               open = settings.openPackets ? settings.openPackets : wasapi_packets(device)] { return open(device); },
      .channels = settings.channels,
      .sampleType = settings.sampleType,
      .blockSeconds = settings.blockSeconds});
  if (const double rate = capture->format().sampleRate; rate != settings.sampleRate) {
    throw Error({.code = "sample-rate-not-supported",
                 .message = "\"" + device.name + "\" runs at " + std::to_string(std::lround(rate)) + " Hz by now.",
                 .hint = "Restart the audio of your program.",
                 .table = "input",
                 .key = "device"});
  }
  return capture;
}

}  // namespace flexlab::audio
