#pragma once

#include <mutex>

namespace flexlab::audio {

/// PortAudio keeps lists of its users and streams without any lock of its own.
struct PortAudioUse {
  std::mutex mutex;  ///< held by whoever opens, closes or asks devices, or loads or unloads PortAudio
  int libraries = 0;
  bool initialised = false;
  int streams = 0;
};
[[nodiscard]] PortAudioUse& portaudio_use();

}  // namespace flexlab::audio
