#pragma once

#include <cstddef>

#include "audio/sample_type.h"

namespace flexlab::driver {

/// The largest magnitude among samples of one channel, full scale = 1; for audio threads. Float32 that is not a number
/// counts as the largest number there is.
[[nodiscard]] float peak_of(audio::SampleType type, const std::byte* samples, std::size_t count) noexcept;

}  // namespace flexlab::driver
