#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "probe/level.h"

namespace flexlab::probe {

/// How loud the channels of one direction are. The audio thread tells of each buffer; any thread looks, and changes
/// nothing by it, so that who looks rarely sees as much as who looks often.
class LevelBank {
 public:
  static constexpr std::size_t kChannels = 64;
  /// A peak stays for at least so long, and for at most twice as long.
  static constexpr double kPeakSeconds = 0.1;
  /// Time constant of the mean square.
  static constexpr double kMeanSeconds = 0.3;

  struct Reading {
    float peak = 0;             ///< linear, of the last moment
    float meanSquare = 0;       ///< of a full-scale sine: 1/2
    std::uint32_t clipped = 0;  ///< samples at full scale or beyond since the stream started
  };

  /// Before the stream starts.
  void prepare(std::size_t frames, double sampleRate) noexcept {
    const double seconds = static_cast<double>(frames) / sampleRate;
    frames_ = static_cast<double>(frames);
    newPart_ = static_cast<float>(1 - std::exp(-seconds / kMeanSeconds));
    windowBuffers_ = static_cast<std::uint32_t>(std::max(1.0, std::ceil(kPeakSeconds / seconds)));
  }

  // For the audio thread.
  /// Before the channels of a buffer.
  void begin() noexcept {
    if (++buffers_ < windowBuffers_) return;
    buffers_ = 0;
    for (Channel& channel : channels_) {
      channel.before = channel.now;
      channel.now = 0;
    }
  }
  void add(std::size_t index, const Level& level) noexcept {
    if (index >= kChannels) return;
    Channel& channel = channels_[index];
    channel.now = std::max(channel.now, level.peak);
    channel.peak.store(std::max(channel.now, channel.before), std::memory_order_relaxed);
    const float mean = channel.meanSquare.load(std::memory_order_relaxed);
    const auto current = static_cast<float>(level.squares / frames_);
    channel.meanSquare.store(mean + newPart_ * (current - mean), std::memory_order_relaxed);
    if (level.full > 0) {
      channel.clipped.store(channel.clipped.load(std::memory_order_relaxed) + level.full, std::memory_order_relaxed);
    }
  }

  [[nodiscard]] Reading read(std::size_t index) const noexcept {
    const Channel& channel = channels_[index];
    return {.peak = channel.peak.load(std::memory_order_relaxed),
            .meanSquare = channel.meanSquare.load(std::memory_order_relaxed),
            .clipped = channel.clipped.load(std::memory_order_relaxed)};
  }

 private:
  struct Channel {
    float now = 0;
    float before = 0;
    std::atomic<float> peak{0};
    std::atomic<float> meanSquare{0};
    std::atomic<std::uint32_t> clipped{0};
  };

  std::array<Channel, kChannels> channels_{};
  double frames_ = 1;
  float newPart_ = 1;
  std::uint32_t windowBuffers_ = 1;
  std::uint32_t buffers_ = 0;
};

}  // namespace flexlab::probe
