#pragma once

#include <portaudio.h>

#include <string>
#include <string_view>

#include "audio/library.h"

namespace flexlab::driver {

/// Of a device's name what tells its hardware, in small letters; empty: nothing does.
///
///     Microphone (2- USB Audio CODEC)          usb audio codec     Windows numbers devices that are called alike
///     Speakers (Realtek(R) High Def            realtek(r) high def MME cuts names off
///     HDA Intel PCH: ALC257 Analog (hw:0,0)    hw:0                of ALSA, the card
[[nodiscard]] std::string hardware_of(PaHostApiTypeId backend, std::string_view name);

/// Whether two devices of a backend are known to be different hardware, each with a clock of its own. Where nothing is
/// known they are taken for one, and PortAudio's own duplex stream joins them without a resampler.
[[nodiscard]] bool are_different_hardware(PaHostApiTypeId backend, const audio::Device& input,
                                          const audio::Device& output);

}  // namespace flexlab::driver
