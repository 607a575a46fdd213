#include "audio/wasapi.h"

#if PA_USE_WASAPI
#include <windows.h>
// After windows.h, which they need; the GUIDs of formats have to exist in one file.
#include <initguid.h>
#include <mmreg.h>
// After mmreg.h, which they need.
#include <ks.h>
#include <ksmedia.h>
#include <pa_win_wasapi.h>
#endif

namespace flexlab::audio {

#if PA_USE_WASAPI

std::uint32_t wasapi_channel_mask(PaDeviceIndex device) noexcept {
  WAVEFORMATEXTENSIBLE format{};
  if (PaWasapi_GetDeviceMixFormat(&format, sizeof format, device) <= 0) return 0;
  return format.Format.wFormatTag == WAVE_FORMAT_EXTENSIBLE ? format.dwChannelMask : 0;
}

MixFormat wasapi_mix_format(PaDeviceIndex device) noexcept {
  WAVEFORMATEXTENSIBLE format{};
  if (PaWasapi_GetDeviceMixFormat(&format, sizeof format, device) <= 0) return {};
  return {.channels = format.Format.nChannels, .sampleRate = static_cast<double>(format.Format.nSamplesPerSec)};
}

std::optional<SampleType> wasapi_sample_type(PaDeviceIndex device) noexcept {
  WAVEFORMATEXTENSIBLE format{};
  if (PaWasapi_GetDeviceDefaultFormat(&format, sizeof format, device) <= 0) return std::nullopt;
  WORD bits = format.Format.wBitsPerSample;
  bool isFloat = format.Format.wFormatTag == WAVE_FORMAT_IEEE_FLOAT;
  bool isPcm = format.Format.wFormatTag == WAVE_FORMAT_PCM;
  if (format.Format.wFormatTag == WAVE_FORMAT_EXTENSIBLE) {
    isFloat = IsEqualGUID(format.SubFormat, KSDATAFORMAT_SUBTYPE_IEEE_FLOAT) != 0;
    isPcm = IsEqualGUID(format.SubFormat, KSDATAFORMAT_SUBTYPE_PCM) != 0;
    if (format.Samples.wValidBitsPerSample != 0) bits = format.Samples.wValidBitsPerSample;
  }
  if (isFloat && bits == 32) return SampleType::Float32;
  if (!isPcm) return std::nullopt;
  switch (bits) {
    case 16: return SampleType::Int16;
    case 24: return SampleType::Int24;
    case 32: return SampleType::Int32;
    default: return std::nullopt;
  }
}

#else

std::uint32_t wasapi_channel_mask(PaDeviceIndex /*device*/) noexcept { return 0; }
MixFormat wasapi_mix_format(PaDeviceIndex /*device*/) noexcept { return {}; }
std::optional<SampleType> wasapi_sample_type(PaDeviceIndex /*device*/) noexcept { return std::nullopt; }

#endif

}  // namespace flexlab::audio
