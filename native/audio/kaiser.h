#pragma once

#include <cmath>

namespace flexlab::audio {

/// Kaiser's window for an attenuation of `attenuationDb`, more than 50 dB, at a place in [-1, 1] of its length; 0
/// outside. Oppenheim & Schafer, Discrete-Time Signal Processing, 7.5: beta = 0.1102 (A - 8.7).
class Kaiser {
 public:
  explicit Kaiser(double attenuationDb) noexcept : beta_(0.1102 * (attenuationDb - 8.7)), peak_(bessel_i0(beta_)) {}

  [[nodiscard]] double at(double place) const noexcept {
    return std::abs(place) < 1 ? bessel_i0(beta_ * std::sqrt(1 - place * place)) / peak_ : 0;
  }

 private:
  /// Modified Bessel function of order 0, by its power series.
  static double bessel_i0(double x) noexcept {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-17; ++k) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  double beta_;
  double peak_;
};

}  // namespace flexlab::audio
