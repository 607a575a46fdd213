#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>

namespace flexlab::status {

/// A value that one writer at a time keeps up to date and any number of readers look at, also from other processes.
/// The writer never waits; a reader that was overtaken notices and reads again. Made of 32-bit words, which are atomic
/// on every processor, so that 32-bit and 64-bit programs share one layout.
template <typename Value>
class Seqlock {
 public:
  static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) % 4 == 0);

  /// A reader is overtaken this often only when the writer died in the middle.
  static constexpr int kMostAttempts = 1000;

  void write(const Value& value) noexcept {
    std::array<std::uint32_t, kWords> words;
    std::memcpy(words.data(), &value, sizeof value);
    const std::uint32_t sequence = sequence_.load(std::memory_order_relaxed);
    sequence_.store(sequence + 1, std::memory_order_relaxed);
    // Whoever sees a new word sees the odd number too (fences would do the same, but the thread sanitizer takes none).
    for (std::size_t i = 0; i < kWords; ++i) words_[i].store(words[i], std::memory_order_release);
    sequence_.store(sequence + 2, std::memory_order_release);
  }

  /// Nothing when no whole value could be read.
  [[nodiscard]] std::optional<Value> read() const noexcept {
    std::array<std::uint32_t, kWords> words;
    for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
      const std::uint32_t before = sequence_.load(std::memory_order_acquire);
      for (std::size_t i = 0; i < kWords; ++i) words[i] = words_[i].load(std::memory_order_acquire);
      if ((before & 1) != 0 || sequence_.load(std::memory_order_relaxed) != before) continue;
      Value value;
      std::memcpy(&value, words.data(), sizeof value);
      return value;
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t kWords = sizeof(Value) / 4;
  static_assert(std::atomic<std::uint32_t>::is_always_lock_free);
  static_assert(sizeof(std::atomic<std::uint32_t>) == 4);

  std::atomic<std::uint32_t> sequence_{0};
  std::array<std::atomic<std::uint32_t>, kWords> words_{};
};

}  // namespace flexlab::status
