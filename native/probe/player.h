#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "audio/sample_type.h"
#include "probe/latest.h"
#include "probe/level.h"
#include "probe/signal.h"

namespace flexlab::probe {

/// What is played next on a running stream: put in by one thread, taken by the audio thread.
using PlaybackInbox = Latest<Playback>;

/// Plays into buffers. Whatever changes (signal, level, channels) fades from the one to the other, so that neither
/// start nor change nor end is a click; each sample is between what both are, and so never louder than asked.
class Player {
 public:
  struct Setup {
    audio::SampleType type = audio::SampleType::Float32;
    std::uint32_t channels = 0;
    std::size_t frames = 0;  ///< of a buffer
    double sampleRate = 48000;
    int codeBits = 24;
    /// Position at which the run is over: the signal fades out before it.
    std::optional<std::uint64_t> end;
  };

  /// Takes all memory that it needs. `inbox` outlives it. Throws std::bad_alloc.
  Player(const Setup& setup, const Playback& first, PlaybackInbox& inbox);

  // For the audio thread.
  /// Before the channels of a buffer are filled, whose first frame has that stream position.
  void begin(std::uint64_t position) noexcept;
  /// Writes a channel's samples of the buffer.
  Level fill(std::uint32_t channel, std::byte* target) noexcept;

  // For another thread.
  /// Fades to silence, and takes nothing more from the inbox.
  void leave() noexcept { leaving_.store(true, std::memory_order_relaxed); }
  /// After leave(): whether silence is reached.
  [[nodiscard]] bool has_left() const noexcept { return left_.load(std::memory_order_acquire); }

 private:
  /// A playback and the position where it began.
  struct Part {
    Playback playback;
    std::uint64_t origin = 0;
  };

  void take_next(std::uint64_t position) noexcept;
  void change_to(const Playback& next, std::uint64_t position) noexcept;
  void render_part(const Part& part, std::uint32_t channel, std::vector<double>& into) const noexcept;
  Level write(const std::vector<double>& samples, double ceiling, std::byte* target) const noexcept;
  Level fill_code(const PositionSignal& signal, std::uint32_t channel, std::byte* target) const noexcept;

  Setup setup_;
  PlaybackInbox& inbox_;
  Part now_;
  Part before_;  ///< while it fades
  bool fading_ = false;
  std::uint32_t faded_ = 0;  ///< frames of the fade that are played
  bool muting_ = false;      ///< the audio thread has heard leave()
  bool ending_ = false;      ///< some frame of this buffer is in the fade before the end
  std::uint64_t position_ = 0;

  std::vector<double> samples_;
  std::vector<double> other_;
  std::vector<double> gain_;  ///< of now_; that of before_ is what is missing to 1
  std::vector<double> end_;
  /// What all channels have alike is computed once a buffer.
  std::vector<std::byte> shared_;
  Level sharedLevel_;
  bool hasShared_ = false;

  std::atomic<bool> leaving_{false};
  std::atomic<bool> left_{false};
};

}  // namespace flexlab::probe
