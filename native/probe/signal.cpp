#include "probe/signal.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "audio/error.h"

namespace flexlab::probe {
namespace {

/// Calls body(part) with each kind of signal that has a peak amplitude; nothing for the others.
template <typename Body>
void with_amplitude(const Signal& signal, Body body) {
  std::visit(
      [&](const auto& kind) {
        if constexpr (requires { kind.amplitude; }) body(kind);
      },
      signal);
}

void demand(bool ok, const std::string& message, const char* hint) {
  if (!ok) throw audio::Error({.code = "signal-invalid", .message = message, .hint = hint});
}

void demand_amplitude(double amplitude) {
  demand(amplitude >= 0 && amplitude <= 1, "The level of the test signal is not between silence and full scale.",
         "Choose 0 dBFS or less.");
}

void demand_frequency(double hz, std::optional<double> sampleRate) {
  demand(hz > 0 && 2 * hz <= sampleRate.value_or(2 * hz),
         "The test signal has a frequency that cannot be played at this sample rate.",
         "Choose one between 0 and half the sample rate.");
}

void demand_seconds(double seconds) {
  demand(seconds >= 0.001 && seconds <= 3600, "A part of the test signal is shorter than 1 ms or longer than an hour.",
         "Choose a length between.");
}

}  // namespace

double ceiling_of(const Signal& signal) noexcept {
  double ceiling = 0;
  with_amplitude(signal, [&](const auto& kind) { ceiling = kind.amplitude; });
  if (const auto* steps = std::get_if<StepsSignal>(&signal)) ceiling = std::max(ceiling, steps->lowAmplitude);
  return ceiling;
}

bool same_on_all_channels(const Signal& signal) noexcept {
  return !std::holds_alternative<PositionSignal>(signal) && !std::holds_alternative<NoiseSignal>(signal) &&
         !std::holds_alternative<ChannelsSignal>(signal);
}

bool same_but_for_amplitude(Signal one, Signal other) noexcept {
  if (one.index() != other.index()) return false;
  return std::visit(
      [&]<typename Kind>(const Kind& a) {
        const Kind& b = *std::get_if<Kind>(&other);
        if constexpr (std::is_same_v<Kind, SineSignal>) return a.frequencyHz == b.frequencyHz;
        if constexpr (std::is_same_v<Kind, SweepSignal>) {
          return a.startHz == b.startHz && a.endHz == b.endHz && a.seconds == b.seconds && a.repeat == b.repeat;
        }
        if constexpr (std::is_same_v<Kind, NoiseSignal>) return a.pink == b.pink && a.seed == b.seed;
        if constexpr (std::is_same_v<Kind, ImpulseSignal>) return a.seconds == b.seconds;
        if constexpr (std::is_same_v<Kind, StepsSignal>) {
          return a.frequencyHz == b.frequencyHz && a.seconds == b.seconds;
        }
        if constexpr (std::is_same_v<Kind, PositionSignal>) return a.seed == b.seed;
        return true;
      },
      one);
}

void check_signal(const Signal& signal, std::optional<double> sampleRate) {
  with_amplitude(signal, [](const auto& kind) { demand_amplitude(kind.amplitude); });
  if (const auto* sine = std::get_if<SineSignal>(&signal)) demand_frequency(sine->frequencyHz, sampleRate);
  if (const auto* sweep = std::get_if<SweepSignal>(&signal)) {
    demand_frequency(sweep->startHz, sampleRate);
    demand_frequency(sweep->endHz, sampleRate);
    demand_seconds(sweep->seconds);
  }
  if (const auto* impulses = std::get_if<ImpulseSignal>(&signal)) demand_seconds(impulses->seconds);
  if (const auto* steps = std::get_if<StepsSignal>(&signal)) {
    demand_amplitude(steps->lowAmplitude);
    demand_frequency(steps->frequencyHz, sampleRate);
    demand_seconds(steps->seconds);
  }
}

}  // namespace flexlab::probe
