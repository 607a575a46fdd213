#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace flexlab::log {

/// Something that happened in a callback, before it became a line.
struct Event {
  std::int64_t at = 0;          ///< nanoseconds since 1970 UTC
  std::uint64_t position = 0;   ///< sample position of the callback
  const char* words = nullptr;  ///< a literal: only the pointer travels
  std::int64_t value = 0;       ///< shown behind the words
};

/// Events on their way from an audio thread to the thread that writes them. One thread puts, another takes; neither
/// ever waits. All memory is its own.
class EventRing {
 public:
  static constexpr std::uint32_t kSize = 512;

  /// What does not fit any more is only counted.
  void put(const Event& event) noexcept {
    const std::uint32_t written = written_.load(std::memory_order_relaxed);
    if (written - read_.load(std::memory_order_acquire) == kSize) {
      lost_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    events_[written % kSize] = event;
    written_.store(written + 1, std::memory_order_release);
  }

  /// False when there is none.
  [[nodiscard]] bool take(Event& event) noexcept {
    const std::uint32_t read = read_.load(std::memory_order_relaxed);
    if (read == written_.load(std::memory_order_acquire)) return false;
    event = events_[read % kSize];
    read_.store(read + 1, std::memory_order_release);
    return true;
  }

  /// How many did not fit since this was last asked.
  [[nodiscard]] std::uint64_t take_lost() noexcept { return lost_.exchange(0, std::memory_order_relaxed); }

 private:
  std::array<Event, kSize> events_{};
  std::atomic<std::uint32_t> written_{0};
  std::atomic<std::uint32_t> read_{0};
  std::atomic<std::uint64_t> lost_{0};
};

}  // namespace flexlab::log
