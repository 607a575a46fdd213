#pragma once

#include <string>
#include <string_view>

#include "audio/error.h"
#include "driver/abi.h"
#include "driver/host.h"
#include "driver/live_state.h"
#include "driver/plan.h"

namespace flexlab::driver {

// What the log says of the driver's affairs, in English: logs are for those who help.

/// `-999 HardwareMalfunction`
[[nodiscard]] std::string words_of(abi::Error error);

/// Message, hint, place in the file and the sound system's own words: the whole of it, in several lines.
[[nodiscard]] std::string words_of(const audio::Failure& failure);

/// What will be opened, and how: a line for each direction.
[[nodiscard]] std::string words_of(const Plan& plan);

/// What a host takes of what drivers may tell it.
[[nodiscard]] std::string words_of(const Host& host);

/// What a run came to.
[[nodiscard]] std::string words_of(const Counters& counters);

/// A configuration as it was read, or that there is none.
[[nodiscard]] std::string words_of_config(std::string_view text);

}  // namespace flexlab::driver
