#pragma once

#include <chrono>
#include <cstdint>

namespace flexlab::windows {

/// Tells when a running stream has not called for so long that its device must be gone: most host APIs of Windows say
/// nothing when that happens.
class StallWatch {
 public:
  using Clock = std::chrono::steady_clock;

  /// True once for each time it stops. `switches` is the number of bufferSwitches of this run.
  [[nodiscard]] bool stalled(bool running, std::uint64_t switches, Clock::time_point now) {
    if (!running || switches != switches_ || since_ == Clock::time_point()) {
      switches_ = switches;
      since_ = now;
      told_ = false;
      return false;
    }
    if (told_ || now - since_ < kPatience) return false;
    told_ = true;
    return true;
  }

 private:
  /// Longer than any buffer that a host would ask for and any pause of a busy machine.
  static constexpr std::chrono::milliseconds kPatience{2000};

  std::uint64_t switches_ = 0;
  Clock::time_point since_{};
  bool told_ = false;
};

}  // namespace flexlab::windows
