#pragma once

namespace flexlab::driver {

/// Keeps one clock's reader at a constant distance behind another clock's writer: from how far the distance is off, by
/// how much to read faster. A proportional and integrating control behind two low-pass filters, so that the jitter of
/// callbacks does not become jitter of the pitch. It is quick for its first seconds and then slower and slower, down to
/// a bandwidth of 0.03 Hz.
class DriftControl {
 public:
  /// `sampleRate`: of the frames that distances are counted in, Hz. `period`: seconds between two calls of update.
  DriftControl(double sampleRate, double period) noexcept : sampleRate_(sampleRate), period_(period) {}

  /// `known`: by which part the reader has to be faster, as far as the clocks tell.
  void reset(double known) noexcept;

  /// `error`: frames by which the distance is too long. Answers by which part to read faster: 1e-4 for 100 ppm.
  double update(double error) noexcept;

 private:
  double sampleRate_;
  double period_;
  double age_ = 0;  // seconds since reset
  double first_ = 0;
  double second_ = 0;
  double learned_ = 0;
};

}  // namespace flexlab::driver
