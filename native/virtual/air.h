#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "virtual/resampler.h"
#include "virtual/sample_ring.h"

namespace flexlab::virtual_device {

/// What an output stream of a device sounds like to input streams that are opened apart from it, each on a clock of its
/// own. Unlike everything else here it takes a lock in the callback, for moments: two clocks have no order.
class Air {
 public:
  /// Keeps so many frames.
  Air(int channels, std::int64_t capacity);

  /// An output stream begins: frame 0 belongs to this time, frames follow each other at this rate. Only the stream that
  /// began last is heard.
  void begin(const void* speaker, double nanoseconds, double rate);
  /// The next frames: `channels[c][i]`, c < count. Of the others nothing is heard.
  void write(const void* speaker, const double* const* channels, int count, std::int64_t frames) noexcept;

  /// Writes what is heard to `channels[c][offset ...]` for all channels: the first frame at this time, one every
  /// `step` nanoseconds. What has not been written yet is silence.
  void read(double* const* channels, std::int64_t offset, std::int64_t frames, double nanoseconds,
            double step) noexcept;
  [[nodiscard]] int channels() const noexcept { return channels_; }

 private:
  const int channels_;
  std::mutex mutex_;
  SampleRing ring_;
  Resampler resampler_;
  const void* speaker_ = nullptr;
  double begun_ = 0;
  double rate_ = 1;
  std::int64_t written_ = 0;
};

}  // namespace flexlab::virtual_device
