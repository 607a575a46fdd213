#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace flexlab::probe {

namespace spectrum {

inline constexpr std::size_t kBlock = 4096;            ///< samples of a spectrum
inline constexpr std::size_t kLines = kBlock / 2 + 1;  ///< from 0 to half the sample rate
/// Lines stand alone up to here, and above it a band is one part in so many wide. On a scale of some 400 pixels that is
/// about one pixel, or a line.
inline constexpr std::size_t kSingleLines = 57;

/// The first line after the band that begins with this one.
constexpr std::size_t next_band(std::size_t line) noexcept {
  const std::size_t end = line + (line < kSingleLines ? 1 : line / kSingleLines);
  return end < kLines ? end : kLines;
}

/// From line 1 on: that of 0 Hz is in none.
inline constexpr std::size_t kBands = [] {
  std::size_t count = 0;
  for (std::size_t line = 1; line < kLines; line = next_band(line)) ++count;
  return count;
}();

}  // namespace spectrum

/// The spectrum of one stretch of samples after the other, for somebody who looks at it on a logarithmic scale: lines
/// stand together in bands. Takes its memory at once.
class LiveSpectrum {
 public:
  /// Between two lines where it lies between two. Level of a sine's peak; not a number: nothing but silence.
  struct Strongest {
    double line;
    double decibels;
  };

  LiveSpectrum();

  /// `block`: spectrum::kBlock samples, full scale 1.
  void analyse(std::span<const float> block) noexcept;

  /// dBFS of a sine's peak, the greatest of each band's lines; silence is minus infinity.
  [[nodiscard]] std::span<const double, spectrum::kBands> bands() const noexcept { return bands_; }
  [[nodiscard]] Strongest strongest() const noexcept;

 private:
  void transform() noexcept;

  std::vector<double> window_;
  std::vector<std::complex<double>> turns_;   ///< e^(-2 pi i k / n), half of them
  std::vector<std::complex<double>> values_;  ///< the samples, then their transform
  std::vector<double> decibels_;              ///< of the lines
  std::array<double, spectrum::kBands> bands_{};
};

}  // namespace flexlab::probe
