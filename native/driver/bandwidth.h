#pragma once

#include <algorithm>

namespace flexlab::driver {

/// Of a loop that is quick for its first seconds and then slower and slower, as what it follows is known better.
struct Bandwidth {
  double quickHz;
  double quickSeconds;
  double slowHz;

  /// In Hz, after so many seconds.
  [[nodiscard]] constexpr double at(double age) const noexcept {
    return std::clamp(quickHz * quickSeconds / std::max(age, quickSeconds), slowHz, quickHz);
  }
};

}  // namespace flexlab::driver
