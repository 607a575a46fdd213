#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "virtual/sample_ring.h"
#include "virtual/scenario.h"

namespace flexlab::virtual_device {

/// A number in [0, 1) that depends on its arguments only, so that a run can be repeated.
[[nodiscard]] double hashed_fraction(std::uint64_t position, std::uint32_t channel, std::uint32_t seed) noexcept;

/// How far faults move the delivered stream against its source, over the whole scenario.
struct FaultReach {
  std::int64_t lead = 0;  ///< frames that are read earlier than without faults, at most: drops, what comes too early
  std::int64_t lag = 0;   ///< frames that are read later, at most: inserts, repeats, what comes too late
};
[[nodiscard]] FaultReach reach_of(const std::vector<Fault>& faults);

/// Where a FaultInjector takes its frames from, in order.
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  /// Writes the next frames to `channels[c][offset ...]`.
  virtual void pull(double* const* channels, std::int64_t offset, std::int64_t frames) noexcept = 0;
  /// Passes over the next frames, or goes back over earlier ones.
  virtual void skip(std::int64_t frames) noexcept = 0;

 protected:
  FrameSource() = default;
  FrameSource(const FrameSource&) = default;
  FrameSource& operator=(const FrameSource&) = default;
};

/// Does to a stream what the faults of a scenario say, to the frame: all kinds but stall and vanish, which have no
/// samples. Positions count delivered frames. Allocates in the constructor only.
class FaultInjector {
 public:
  FaultInjector(const std::vector<Fault>& faults, int channels);

  /// The next `frames` frames of the faulted stream.
  void deliver(FrameSource& source, double* const* channels, std::int64_t frames) noexcept;

 private:
  /// Frames that come before the source goes on: zeros, or (from >= 0) delivered ones again, or frames of the source
  /// out of their order.
  struct Extra {
    std::int64_t frames;
    std::int64_t from;
    std::int64_t skipAfter = 0;  ///< how far the source moves when these are out
  };
  static constexpr std::int64_t kSilence = -1;
  static constexpr std::int64_t kSource = -2;

  void begin_moves(FrameSource& source) noexcept;
  void damage(double* const* channels, std::int64_t offset, std::int64_t frames) const noexcept;

  int channels_;
  std::vector<Fault> moves_;    // drop, insert, repeat, reorder, by position
  std::vector<Fault> damages_;  // zero, corrupt
  std::size_t nextMove_ = 0;
  std::vector<Extra> extras_;
  std::size_t nextExtra_ = 0;
  SampleRing delivered_;  // for repeats
  bool remembers_;
  std::int64_t position_ = 0;
};

}  // namespace flexlab::virtual_device
