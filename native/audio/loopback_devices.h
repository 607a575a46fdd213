#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audio/library.h"

namespace flexlab::audio {

/// What the names of loopback devices end in, in newer versions of PortAudio as well.
inline constexpr std::string_view kLoopbackMark = " [Loopback]";

/// What Windows mixes for an output: what its loopback brings.
struct MixFormat {
  int channels = 0;
  double sampleRate = 0;  ///< Hz
};

/// The input that records what an output plays: its name with the mark, and the number of the output. Never a default.
[[nodiscard]] Device loopback_of(const Device& output, const MixFormat& format);

/// Adds the loopback of each output, after all others. `format_of`: the format of a device; one without channels has no
/// loopback. Nothing where PortAudio lists loopback devices itself.
template <typename FormatOf>
void add_loopbacks(std::vector<Device>& devices, const FormatOf& format_of) {
  for (const Device& device : devices) {
    if (device.name.ends_with(kLoopbackMark)) return;
  }
  std::vector<Device> loopbacks;
  for (const Device& device : devices) {
    if (device.outputChannels < 1) continue;
    if (const MixFormat format = format_of(device); format.channels > 0) {
      loopbacks.push_back(loopback_of(device, format));
    }
  }
  for (Device& loopback : loopbacks) devices.push_back(std::move(loopback));
}

}  // namespace flexlab::audio
