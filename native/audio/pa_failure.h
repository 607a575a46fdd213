#pragma once

#include <portaudio.h>

#include <string>

namespace flexlab::audio {

/// What the sound system said of an error: PortAudio's number and text, then the host API's own words if it has any.
/// Call it on the thread of the failed call, right after it.
[[nodiscard]] std::string host_text(PaError error);

}  // namespace flexlab::audio
