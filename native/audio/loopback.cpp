#include "audio/loopback.h"

#include <cmath>
#include <string>

#include "audio/error.h"
#include "audio/polled_capture.h"
#include "audio/wasapi_loopback.h"

namespace flexlab::audio {

std::unique_ptr<CaptureSource> open_loopback(const LoopbackSettings& settings) {
  const Device& device = settings.device;
  auto capture = std::make_unique<PolledCapture>(PolledCapture::Setup{
      .open = [name = device.name,
               endpoint = wasapi_endpoint(device.index)] { return open_wasapi_loopback(name, endpoint); },
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
