#pragma once

#include <portaudio.h>

#include <cstdint>
#include <optional>

#include "audio/loopback_devices.h"
#include "audio/sample_type.h"

namespace flexlab::audio {

/// What WASAPI is asked for beside a stream's format, for one direction.
struct WasapiSettings {
  bool exclusive = false;
  /// Shared mode: Windows converts rates and channels that the device does not have.
  bool autoConvert = true;
  /// Exclusive mode: this sample type or none.
  bool explicitSampleFormat = true;
  /// Which speaker each channel is for, as in WAVEFORMATEXTENSIBLE; 0: WASAPI's usual ones for that many channels.
  std::uint32_t channelMask = 0;
};

/// The speakers of a WASAPI device's channels in the format that Windows mixes in; 0 where that is not known.
[[nodiscard]] std::uint32_t wasapi_channel_mask(PaDeviceIndex device) noexcept;

/// What Windows mixes for a WASAPI device; no channels where that is not known.
[[nodiscard]] MixFormat wasapi_mix_format(PaDeviceIndex device) noexcept;

/// The sample type of a WASAPI device's own format, which exclusive mode is most likely to take; nothing when it is
/// none of ours or not known.
[[nodiscard]] std::optional<SampleType> wasapi_sample_type(PaDeviceIndex device) noexcept;

}  // namespace flexlab::audio
