#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "probe/position_code.h"

namespace flexlab::probe {

/// Follows the position code in what comes back, sample by sample, while the stream runs: how long the way round is
/// now, and where the sound was damaged. Evidence only: what the path does to loudness and polarity is taken as it is,
/// a change of loudness alone is no damage, and a path that resamples is not followed at all.
///
/// Damage is one event from its first wrong sample until 64 samples in a row are right again, at the old delay (damaged
/// in place) or another one (frames lost or added). It counts when it is over, or when half a second did not end it.
///
/// One thread. Takes no memory after expect().
class CodeWatch {
 public:
  struct Expected {
    std::uint32_t seed = 0;
    int codeBits = 24;
    std::vector<std::uint32_t> channels;  ///< output channels that may be heard, the likeliest first
    double sampleRate = 48000;
  };

  /// From now on this is played. What was counted stays.
  void expect(Expected expected);
  /// From now on something else is played.
  void ignore() noexcept { expected_.reset(); }

  /// The next samples of one input channel; the first has this stream position. After a gap it looks afresh.
  void hear(std::uint64_t position, std::span<const float> samples) noexcept;

  /// From the frame that is played at a stream position to the one at which it is heard; null while it is not known.
  [[nodiscard]] std::optional<std::uint64_t> round_trip() const noexcept {
    return lock_ ? std::optional(lock_->delay) : std::nullopt;
  }
  [[nodiscard]] std::uint64_t glitches() const noexcept { return glitches_; }
  /// Of the first bad frame of the last glitch.
  [[nodiscard]] std::uint64_t last_glitch() const noexcept { return lastGlitch_; }

 private:
  static constexpr std::size_t kProof = 64;  ///< samples in a row that are no coincidence

  struct Lock {
    std::uint32_t channel = 0;
    std::uint64_t delay = 0;
    double gain = 1;
    double tolerance = 0;
  };
  struct Event {
    std::uint64_t begin = 0;
    std::size_t good = 0;  ///< samples in a row that are right again
    bool signsRight = true;
  };

  void look_for_code() noexcept;
  void follow(double sample) noexcept;
  void judge_event() noexcept;
  void end_event(bool isGlitch) noexcept;
  [[nodiscard]] double expected_at(const Lock& lock, std::uint64_t position) const noexcept;
  [[nodiscard]] double recent(std::uint64_t position) const noexcept { return recent_[position % kProof]; }
  /// Whether the last samples are the code of this channel at this delay.
  [[nodiscard]] std::optional<Lock> try_at(std::uint32_t channel, std::uint64_t delay) const noexcept;
  [[nodiscard]] std::optional<Lock> find(std::uint32_t channel, std::uint64_t from, std::uint64_t to) const noexcept;

  std::optional<Expected> expected_;
  std::array<double, kProof> recent_{};
  std::uint64_t next_ = 0;      ///< position of the sample that comes next
  std::uint64_t known_ = 0;     ///< samples in a row that are in recent_, or were
  std::uint64_t searchAt_ = 0;  ///< position at which the whole range is looked through again
  std::size_t turn_ = 0;        ///< of the channels
  std::optional<Lock> lock_;
  std::optional<Event> event_;
  std::uint64_t glitches_ = 0;
  std::uint64_t lastGlitch_ = 0;
};

}  // namespace flexlab::probe
