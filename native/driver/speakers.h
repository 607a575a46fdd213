#pragma once

#include <cstdint>
#include <string>

namespace flexlab::driver {

/// ` FL (Front Left)`: what a channel's name has after its number, from the speakers of WAVEFORMATEXTENSIBLE that a
/// mask names. Empty where the mask has no speaker for that channel, or one that nobody has named.
[[nodiscard]] std::string speaker_name(std::uint32_t mask, std::int32_t channel);

}  // namespace flexlab::driver
