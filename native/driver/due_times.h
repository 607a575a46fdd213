#pragma once

#include <cstdint>

namespace flexlab::driver {

/// When the callbacks of one clock were due, from when they came. Callbacks are late by chance but hardly ever early,
/// so this follows the punctual ones: a delay-locked loop (F. Adriaensen, "Using a DLL to filter time", 2005) to which
/// one that comes early counts twenty times as much as one that is late. What is left of a lateness
/// of 0.1 ms on average is some ten microseconds.
///
/// A clock that lost time for good, and not just a callback, is followed after a quarter of a second.
class DueTimes {
 public:
  /// `sampleRate`: nominal, Hz. Clocks may differ from it by 1 %.
  explicit DueTimes(double sampleRate) noexcept : sampleRate_(sampleRate) {}

  void reset() noexcept;

  /// A callback came at this time, in nanoseconds, so many frames after the one before. Answers when it was due.
  [[nodiscard]] std::int64_t came(double frames, std::int64_t time) noexcept;

 private:
  void begin(std::int64_t time) noexcept;

  double sampleRate_;
  std::int64_t origin_ = 0;  // of due_, so that no digits are lost
  double due_ = 0;           // nanoseconds after the origin
  double pace_ = 1;          // measured duration of a frame against the nominal one
  double age_ = 0;           // seconds of sound since the beginning
  double late_ = 0;          // seconds of sound in which all were far too late
  bool begun_ = false;
};

}  // namespace flexlab::driver
