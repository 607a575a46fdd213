#pragma once

#include <string_view>

namespace flexlab::audio {

/// Sets which host API the next Pa_Initialize looks for, by the name that PortAudio gives it; empty: all. Looking costs
/// time: ALSA alone loads the libraries of all its plugins. Not thread-safe, as Pa_Initialize is not.
void initialise_only(std::string_view name);

}  // namespace flexlab::audio
