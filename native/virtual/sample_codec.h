#pragma once

#include <cstddef>
#include <cstdint>

#include "audio/sample_type.h"

namespace flexlab::virtual_device {

/// Samples of one channel, full scale = 1. Exact for all four types, because a double holds any of their values.
void decode(audio::SampleType type, const unsigned char* bytes, double* samples, std::size_t count) noexcept;

/// Rounds to the nearest step and clips to the range of integer types; exact for values the type has.
void encode(audio::SampleType type, const double* samples, unsigned char* bytes, std::size_t count) noexcept;

}  // namespace flexlab::virtual_device
