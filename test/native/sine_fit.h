#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace flexlab::test {

/// A signal's best sine of one frequency.
struct SineFit {
  double amplitude;
  double thdnDb;  ///< power of what is left without it, in dB under it
};

/// Least squares on sine and cosine, over windows long enough to make them independent.
inline SineFit fit_sine(const std::vector<double>& signal, double cyclesPerSample) {
  const double omega = 2 * std::numbers::pi * cyclesPerSample;
  double ss = 0, cc = 0, sc = 0, ys = 0, yc = 0;
  for (std::size_t i = 0; i < signal.size(); ++i) {
    const double s = std::sin(omega * static_cast<double>(i));
    const double c = std::cos(omega * static_cast<double>(i));
    ss += s * s, cc += c * c, sc += s * c, ys += signal[i] * s, yc += signal[i] * c;
  }
  const double det = ss * cc - sc * sc;
  const double a = (ys * cc - yc * sc) / det;
  const double b = (yc * ss - ys * sc) / det;
  double rest = 0;
  double whole = 0;
  for (std::size_t i = 0; i < signal.size(); ++i) {
    const double fit = a * std::sin(omega * static_cast<double>(i)) + b * std::cos(omega * static_cast<double>(i));
    rest += (signal[i] - fit) * (signal[i] - fit);
    whole += fit * fit;
  }
  return {.amplitude = std::hypot(a, b), .thdnDb = 10 * std::log10(rest / whole)};
}

}  // namespace flexlab::test
