#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

namespace flexlab::probe {

// What the probe can play: ProbeSignal of extension/audio/contract.ts. Amplitudes are peaks, linear, full scale 1, and
// no sample is ever beyond them but by the rounding of its type. The formulas are in render.h.

/// Every sample says where it belongs: see position_code.h. At half amplitude it is exact to the last bit.
struct PositionSignal {
  std::uint32_t seed = 0;
  double amplitude = 0.5;
};
struct SilenceSignal {};
struct SineSignal {
  double frequencyHz = 1000;
  double amplitude = 0.5;
};
/// From one frequency to the other in so many seconds, the same time for each octave; silence after it, or again.
struct SweepSignal {
  double startHz = 20;
  double endHz = 20000;
  double seconds = 1;
  bool repeat = false;
  double amplitude = 0.5;
};
/// White: all frequencies alike, amplitudes evenly spread. Pink: the same power in each octave. Each channel its own.
struct NoiseSignal {
  bool pink = false;
  std::uint32_t seed = 0;
  double amplitude = 0.5;
};
/// One frame of full amplitude every so many seconds.
struct ImpulseSignal {
  double seconds = 1;
  double amplitude = 0.5;
};
/// The channels say their numbers one after the other: a long low beep for each ten, a short high one for each one.
struct ChannelsSignal {
  double amplitude = 0.5;
};
/// A sine that is soft for so many seconds, then loud, and so on: what a limiter on the way does to it can be seen.
struct StepsSignal {
  double frequencyHz = 1000;
  double seconds = 1;
  double lowAmplitude = 0.05;
  double amplitude = 0.5;
};

using Signal = std::variant<PositionSignal, SilenceSignal, SineSignal, SweepSignal, NoiseSignal, ImpulseSignal,
                            ChannelsSignal, StepsSignal>;

/// Some of a stream's output channels.
struct ChannelSet {
  static constexpr std::size_t kMost = 256;

  bool all = true;
  std::bitset<kMost> some;  ///< when not all; channels beyond kMost are then off

  [[nodiscard]] bool has(std::size_t channel) const noexcept { return all || (channel < kMost && some[channel]); }
};

/// Playback of extension/audio/contract.ts: what is played, where, and how it comes and goes.
struct Playback {
  static constexpr double kLongestFade = 48000;  ///< frames

  Signal signal;
  ChannelSet channels;
  std::uint32_t fadeFrames = 0;  ///< of every change: from silence, to the next playback, to silence
};

/// The loudest sample that a signal may have, linear.
[[nodiscard]] double ceiling_of(const Signal& signal) noexcept;

/// Whether each channel has the same samples.
[[nodiscard]] bool same_on_all_channels(const Signal& signal) noexcept;

/// Whether two signals differ in their loudness at most: one then goes on where the other was.
[[nodiscard]] bool same_but_for_amplitude(Signal one, Signal other) noexcept;

/// Throws audio::Error `signal-invalid` for what cannot be played; `sampleRate` in Hz, when it is known already.
void check_signal(const Signal& signal, std::optional<double> sampleRate);

}  // namespace flexlab::probe
