#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flexlab::driver {

/// Reads a sampled signal between its samples: a sinc under a Kaiser window (Oppenheim & Schafer, Discrete-Time Signal
/// Processing, 7.5), stop band below -110 dB, tabulated for some places between two samples and interpolated between
/// those. Allocates in the constructor only.
class Polyphase {
 public:
  /// For reading a signal at `from` Hz at the places of one at `to` Hz; above the lower of the two Nyquist frequencies
  /// nothing is left. `phases`: places in the table; a place that is one of them costs no interpolation and has none of
  /// its error, which is -128 dB at most for 1024.
  Polyphase(double from, double to, std::size_t phases = kManyPhases);

  static constexpr std::size_t kManyPhases = 1024;

  /// Source frames that are needed after the place that is read, and before it.
  [[nodiscard]] std::int64_t reach() const noexcept { return reach_; }

  /// The weights at a place `fraction` in [0, 1) after a frame, until the next call: for the frames
  /// frame - reach + 1 ... frame + reach.
  [[nodiscard]] std::span<const float> taps(double fraction) noexcept;

 private:
  std::size_t phases_;
  std::int64_t reach_;
  std::vector<float> rows_;  // (phases + 1) x taps
  std::vector<float> taps_;
};

}  // namespace flexlab::driver
