#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace flexlab::driver {

/// When the callbacks of one clock were due, from when they came. Callbacks are late by chance but hardly ever early,
/// so the clock is the line through the most punctual ones of the last seconds, of which the early ones count most
/// (asymmetric least squares: W. Newey, J. Powell, 1987). However many are late, and by how much, it hardly moves.
///
/// A clock that lost time for good, and not just a callback, is followed after a quarter of a second.
class DueTimes {
 public:
  /// `sampleRate`: nominal, Hz. Clocks may differ from it by 1 %.
  explicit DueTimes(double sampleRate) noexcept : sampleRate_(sampleRate) {}

  void reset() noexcept;

  /// A callback came at this time, in nanoseconds, so many frames after the one before. Answers when it was due.
  [[nodiscard]] std::int64_t came(double frames, std::int64_t time) noexcept;

  /// Whether there have been enough of them to tell the punctual ones.
  [[nodiscard]] bool known() const noexcept;

  /// Measured duration of a frame against the nominal one: 1 - 1e-4 for a clock that is 100 ppm fast.
  [[nodiscard]] double pace() const noexcept { return 1 + slope_; }

 private:
  /// The most punctual callback of some time.
  struct Punctual {
    double at;    ///< seconds of sound since the origin
    double late;  ///< seconds after a clock that keeps the nominal rate
  };

  void begin(std::int64_t time) noexcept;
  void keep(Punctual came) noexcept;
  void make_room() noexcept;
  void fit() noexcept;
  [[nodiscard]] std::span<const Punctual> kept() const noexcept { return {kept_.data(), count_}; }
  [[nodiscard]] double line(double at) const noexcept { return level_ + slope_ * at; }

  double sampleRate_;
  double heard_ = 0;  // seconds of sound since the reset
  std::int64_t origin_ = 0;
  double at_ = 0;    // seconds of sound since the origin
  double late_ = 0;  // seconds of sound in which all were far too late
  std::array<Punctual, 32> kept_{};
  std::size_t count_ = 0;
  double span_ = 0;   // seconds of sound that one of them stands for
  double since_ = 0;  // where the last of them begins
  double level_ = 0;
  double slope_ = 0;
  double before_ = 0;  // the slope that is believed while nothing is measured
  bool begun_ = false;
};

}  // namespace flexlab::driver
