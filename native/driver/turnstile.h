#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace flexlab::driver {

/// Lets one party through at a time: callbacks of a stream that is in force, but not of one that was given up, and
/// never two threads at once. Parties are numbers; 0 is nobody.
class Turnstile {
 public:
  /// For audio threads: true for the party that is admitted, when nobody is inside. Never waits.
  [[nodiscard]] bool enter(std::uint32_t party) noexcept {
    std::uint32_t free = party << 1;
    return party != 0 && state_.compare_exchange_strong(free, free | 1, std::memory_order_acquire);
  }
  void leave() noexcept { state_.fetch_and(~std::uint32_t{1}, std::memory_order_release); }

  /// From here on only this party gets through; who is inside is waited for.
  void admit(std::uint32_t party) noexcept {
    std::uint32_t free = state_.load(std::memory_order_relaxed) & ~std::uint32_t{1};
    while (!state_.compare_exchange_weak(free, party << 1, std::memory_order_acq_rel)) {
      if ((free & 1) != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      free &= ~std::uint32_t{1};
    }
  }
  [[nodiscard]] bool occupied() const noexcept { return (state_.load(std::memory_order_relaxed) & 1) != 0; }

 private:
  std::atomic<std::uint32_t> state_{0};
};

}  // namespace flexlab::driver
