#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

#include "audio/sample_type.h"

namespace flexlab::probe {

/// Every sample says where it belongs: see position_code.h.
struct PositionSignal {
  std::uint32_t seed = 0;
};
struct SineSignal {
  double frequencyHz = 1000;
  double amplitude = 0.5;  ///< linear, full scale 1
};
struct SilenceSignal {};

/// ProbeSignal of extension/audio/contract.ts.
using Signal = std::variant<PositionSignal, SineSignal, SilenceSignal>;

/// Plays a signal into buffers; safe for audio threads.
class Player {
 public:
  Player(const Signal& signal, audio::SampleType type, int codeBits, double sampleRate) noexcept
      : signal_(signal), type_(type), codeBits_(codeBits), sampleRate_(sampleRate) {}

  /// Writes `frames` samples of a channel from a position on. Answers their peak, linear.
  float fill(std::uint32_t channel, std::uint64_t position, std::size_t frames, std::byte* target) const noexcept;

 private:
  Signal signal_;
  audio::SampleType type_;
  int codeBits_;
  double sampleRate_;
};

}  // namespace flexlab::probe
