#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "probe/samples.h"

namespace flexlab::probe {

/// The samples of one channel of a running stream, for one other thread to look at. Neither waits: who looks too late
/// misses what is overwritten meanwhile, and sees that from the positions. Channels count inputs first, then outputs.
class SampleTap {
 public:
  static constexpr int kNone = -1;
  static constexpr std::size_t kFrames = 65536;  ///< that are kept
  /// Who was away for longer is handed so many: 85 ms at 192 kHz. The audio thread may write as many again while they
  /// are read.
  static constexpr std::uint64_t kLatest = kFrames / 4;

  /// From the next buffer on, from any thread. What was kept of another channel is gone.
  void choose(int channel) noexcept { wanted_.store(channel, std::memory_order_relaxed); }

  // For the audio thread.
  /// Before a buffer.
  void begin() noexcept {
    const int wanted = wanted_.load(std::memory_order_relaxed);
    if (wanted == channel_) return;
    channel_ = wanted;
    isNew_ = true;
  }
  [[nodiscard]] bool takes(int channel) const noexcept { return channel == channel_; }
  void add(audio::SampleType type, std::uint64_t position, std::size_t frames, const std::byte* samples) noexcept {
    if (isNew_ || position != end_.load(std::memory_order_relaxed)) {
      isNew_ = false;
      // Whoever looks meanwhile sees an empty stretch, and never the samples of one channel at positions of the other.
      end_.store(0, std::memory_order_release);
      begin_.store(position, std::memory_order_release);
      tapped_.store(channel_, std::memory_order_release);
    }
    with_samples(type, [&]<typename Io>(Io) {
      for (std::size_t i = 0; i < frames; ++i) {
        ring_[(position + i) % kFrames].store(static_cast<float>(Io::read(samples + i * Io::kBytes)),
                                              std::memory_order_release);
        if ((i + 1) % kChunk == 0) end_.store(position + i + 1, std::memory_order_release);
      }
    });
    end_.store(position + frames, std::memory_order_release);
  }

  // For the one other thread.
  struct Piece {
    std::uint64_t position = 0;      ///< of the first sample
    std::span<const float> samples;  ///< in the memory that was handed in
  };
  /// The samples from `position` on, or from the first after it that is still there, as far as they are known and fit.
  /// Empty when there is nothing new, or it was overwritten while it was read.
  [[nodiscard]] Piece read(int channel, std::uint64_t position, std::span<float> into) const noexcept {
    const std::uint64_t end = end_.load(std::memory_order_acquire);
    const std::uint64_t begin = begin_.load(std::memory_order_acquire);
    if (tapped_.load(std::memory_order_acquire) != channel || end <= begin) return {};
    const std::uint64_t oldest = std::max(begin, end > kLatest ? end - kLatest : 0);
    const std::uint64_t from = std::max(position, oldest);
    if (from >= end) return {.position = from, .samples = {}};
    const std::size_t count = std::min<std::uint64_t>(end - from, into.size());
    for (std::size_t i = 0; i < count; ++i) into[i] = ring_[(from + i) % kFrames].load(std::memory_order_acquire);
    const std::uint64_t now = end_.load(std::memory_order_relaxed);
    if (now < end || now - from > kSafe || begin_.load(std::memory_order_relaxed) != begin) return {};
    return {.position = from, .samples = into.first(count)};
  }

 private:
  /// The audio thread is at most so far beyond what it has told.
  static constexpr std::size_t kChunk = kFrames / 4;
  /// What is older may be where it writes now.
  static constexpr std::uint64_t kSafe = kFrames / 2;

  std::atomic<int> wanted_{kNone};
  int channel_ = kNone;
  bool isNew_ = false;
  std::atomic<int> tapped_{kNone};
  std::atomic<std::uint64_t> begin_{0};
  std::atomic<std::uint64_t> end_{0};
  std::array<std::atomic<float>, kFrames> ring_{};
};

}  // namespace flexlab::probe
