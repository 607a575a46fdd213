#pragma once

#include <functional>
#include <memory>

#include "audio/capture_source.h"
#include "audio/library.h"
#include "audio/packet_source.h"

namespace flexlab::audio {

/// What brings the packets of a loopback device. Called on the thread that asks for them. Throws Error.
using OpenPackets = std::function<std::unique_ptr<PacketSource>(const Device&)>;

/// What is recorded from a loopback device, and how.
struct LoopbackSettings {
  Device device;     ///< with isLoopback
  int channels = 0;  ///< the first ones of what Windows mixes
  SampleType sampleType = SampleType::Float32;
  double sampleRate = 0;    ///< Hz: what the device is known to run at
  double blockSeconds = 0;  ///< of what the host takes at once
  OpenPackets openPackets;  ///< empty: WASAPI does
};

/// Opens a loopback device; PortAudio 19.7.0 cannot. It brings what Windows mixes for the output, silence while nothing
/// plays, and does not keep the device list from being made anew. Throws Error: `device-not-found`, `device-busy`,
/// `channel-count-not-supported`, `sample-rate-not-supported`, `format-not-supported`, `loopback-not-available`,
/// `open-failed`; table is "input".
[[nodiscard]] std::unique_ptr<CaptureSource> open_loopback(const LoopbackSettings& settings);

}  // namespace flexlab::audio
