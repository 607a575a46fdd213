#pragma once

#include <cstdint>
#include <span>

#include "probe/signal.h"

namespace flexlab::probe {

/// Where samples are rendered for.
struct Place {
  std::uint32_t channel = 0;   ///< of the output, from 0
  std::uint32_t channels = 1;  ///< that the output has
  double sampleRate = 48000;   ///< Hz
  int codeBits = 24;
};

/// The samples of a signal at positions from, from + 1, …; the twin of extension/analysis/testSignal.ts, which computes
/// the same: noise, impulses and position code to the last bit, the rest within what sin and exp may differ.
///
/// Each sample is a function of its position n alone (n = 0: where the signal began; for the position code: where the
/// stream did), so that it does not matter how a stream is cut into buffers. With r the sample rate, A the amplitude,
/// frames(s) = floor(s r + 1/2), fade(i, m) = sin²(π/2 (i + 1/2) / m):
///
/// position  2 A times the sample of the position code
/// sine      A sin(2π frac(n f / r))
/// sweep     A sin(2π frac(f1 L (e^(t/L) - 1))), t = k / r, L = T / (r ln(f2 / f1)), T = frames(seconds), k = n mod T
/// or
///           n (Farina, AES 108, 2000; the same frequencies: f1 t); its first and last min(frames(0.02), T/4) frames
///           fade; 0 from T on when it does not repeat
/// noise     key = mix(seed ^ mix(channel + 1)), mix as in the position code, s(x) = x as a signed number.
///           white: A s(mix(n + key)) / 2^31. pink (Voss and McCartney's rows: row k changes every 2^(k+1) frames, one
///           row a frame): A limit(2/17 (s(mix(n + mix(key + 17))) + Σ_k<16 s(mix(((n + 2^k) >> (k+1)) + mix(key + k +
///           1))))), each s cut to its upper 24 bits and taken as a part of 2^23
/// impulses  A where n mod frames(seconds) = 0, else 0
/// channels  channels take turns in their order, those that are off none. Channel c says the number c + 1: each ten is
///           500 Hz for 0.4 s in 0.5 s, each one 1000 Hz for 0.15 s in 0.25 s, then 0.5 s of nothing; a beep's phase
///           begins at 0, its first and last frames(0.005) frames fade
/// steps     as sine; A is lowAmplitude in every other section of frames(seconds) frames, beginning with the first, and
///           moves to its new value by fade(i, m) in the first m = min(frames(0.005), section) frames of each but the
///           first
///
/// Safe for audio threads.
void render(const Signal& signal, const ChannelSet& channels, const Place& place, std::uint64_t from,
            std::span<double> into) noexcept;

/// fade(i, m) of above: how far a fade of m frames is in its frame i, in (0, 1).
[[nodiscard]] double fade(double frame, double frames) noexcept;

}  // namespace flexlab::probe
