#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace flexlab::probe {

/// How loud a channel's samples of one buffer are.
struct Level {
  /// From here on a sample counts as clipped: the largest that the narrowest sample type has.
  static constexpr double kFullScale = 32767.0 / 32768;

  float peak = 0;          ///< linear
  double squares = 0;      ///< sum of the squared samples
  std::uint32_t full = 0;  ///< samples at full scale or beyond

  void add(double sample) noexcept {
    const double magnitude = std::abs(sample);
    peak = std::max(peak, static_cast<float>(magnitude));
    squares += sample * sample;
    full += magnitude >= kFullScale ? 1 : 0;
  }
};

}  // namespace flexlab::probe
