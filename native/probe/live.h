#pragma once

#include <atomic>
#include <cstddef>

namespace flexlab::probe {

/// Layout of the memory that JavaScript polls while a probe runs: LIVE_SLOTS of extension/audio/addon.ts.
/// One double each; whole numbers of that size are exact.
namespace live {
inline constexpr std::size_t kState = 0;    ///< a LiveStage
inline constexpr std::size_t kSeconds = 1;  ///< of stream time
inline constexpr std::size_t kCounters = 2;
inline constexpr std::size_t kCounterCount = 9;  ///< ProbeCounters in their order
inline constexpr std::size_t kInputChannels = kCounters + kCounterCount;
inline constexpr std::size_t kOutputChannels = kInputChannels + 1;
inline constexpr std::size_t kChannels = 32;
inline constexpr std::size_t kInputPeaks = kOutputChannels + 1;
inline constexpr std::size_t kOutputPeaks = kInputPeaks + kChannels;
inline constexpr std::size_t kSlots = kOutputPeaks + kChannels;
static_assert(kSlots == 13 + 64);
}  // namespace live

enum class LiveStage { Opening = 0, Running = 1, Stopping = 2 };

/// A view of that memory. Both sides look at it at any time; each slot is whole by itself.
class LiveMemory {
 public:
  /// `slots` has live::kSlots doubles, or is null: nothing is then written.
  explicit LiveMemory(double* slots) noexcept : slots_(slots) {}

  void set(std::size_t slot, double value) const noexcept {
    if (slots_ != nullptr) std::atomic_ref(slots_[slot]).store(value, std::memory_order_relaxed);
  }
  /// Keeps the larger value; the reader takes it by writing 0.
  void raise(std::size_t slot, double value) const noexcept {
    if (slots_ == nullptr) return;
    const std::atomic_ref cell(slots_[slot]);
    double current = cell.load(std::memory_order_relaxed);
    while (value > current && !cell.compare_exchange_weak(current, value, std::memory_order_relaxed)) {
    }
  }

 private:
  double* slots_;
};

}  // namespace flexlab::probe
