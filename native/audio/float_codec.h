#pragma once

#include <cstddef>

#include "audio/sample_type.h"

namespace flexlab::audio {

/// Samples of one channel as floats, full scale = 1. In real time.
void to_floats(SampleType type, const void* samples, float* floats, std::size_t count) noexcept;

/// The other way: rounds to the nearest step and clips to the range of integer types. Not a number is silence there.
void from_floats(SampleType type, const float* floats, void* samples, std::size_t count) noexcept;

}  // namespace flexlab::audio
