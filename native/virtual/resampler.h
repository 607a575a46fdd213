#pragma once

#include <cstdint>
#include <vector>

#include "virtual/sample_ring.h"

namespace flexlab::virtual_device {

/// Reads a sampled signal between its samples, and band-limits it where the reader's rate is lower.
///
/// A sinc under a Kaiser window (stop band below -110 dB; Oppenheim & Schafer, Discrete-Time Signal Processing, 7.5).
/// With cutoff 1 and 32 crossings, signals up to 0.44 of the sample rate pass with an error below -100 dB.
class Resampler {
 public:
  /// `cutoff`: upper band edge as a part of the source's Nyquist frequency, in (0, 1]. `crossings`: zero crossings of
  /// the sinc on each side; more make the transition narrower.
  Resampler(int crossings, double cutoff);

  /// Source frames that are needed after (and before) the position that is read.
  [[nodiscard]] std::int64_t reach() const noexcept { return reach_; }

  /// Sets the place between two source frames, `fraction` in [0, 1), for the reads that follow.
  void set_fraction(double fraction) noexcept;

  /// The signal at `frame` + the fraction set.
  [[nodiscard]] double read(const SampleRing& source, int channel, std::int64_t frame) const noexcept;

 private:
  std::int64_t reach_;
  std::vector<double> kernel_;  // kSteps values per source frame, from the centre outwards
  std::vector<double> taps_;    // for the fraction set: source frames frame - reach + 1 ... frame + reach
  double fraction_ = -1;
};

}  // namespace flexlab::virtual_device
