#pragma once

#include <portaudio.h>

#include <memory>
#include <string>

#include "audio/packet_source.h"

namespace flexlab::audio {

/// What Windows calls a WASAPI device, whatever its number; empty where that is not known.
[[nodiscard]] std::wstring wasapi_endpoint(PaDeviceIndex device);

/// What Windows mixes for an output, as packets: while nothing plays there are none. `name`: of its loopback, for
/// messages. For a thread that is an audio::SoundThread. Throws Error like open_loopback.
[[nodiscard]] std::unique_ptr<PacketSource> open_wasapi_loopback(const std::string& name, const std::wstring& endpoint);

}  // namespace flexlab::audio
