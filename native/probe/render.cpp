#include "probe/render.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

#include "probe/position_code.h"

namespace flexlab::probe {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr int kPinkRows = 16;
/// The noise of all rows together is a bell, and rarely loud: it is played this much louder, and its ends are cut.
constexpr double kPinkGain = 2;

std::uint64_t count_frames(double seconds, double sampleRate) noexcept {
  return static_cast<std::uint64_t>(std::max(1.0, std::floor(seconds * sampleRate + 0.5)));
}

/// sin of a number of whole turns; those go first, so that the phase stays exact for days.
double sine_of_turns(double turns) noexcept { return std::sin(kTurn * std::fmod(turns, 1.0)); }

/// How far something of `length` frames with fading ends is open in its frame `at`.
double edges(std::uint64_t at, std::uint64_t length, std::uint64_t edge) noexcept {
  const std::uint64_t nearest = std::min(at, length - 1 - at);
  return nearest < edge ? fade(static_cast<double>(nearest), static_cast<double>(edge)) : 1;
}

void fill(const PositionSignal& code, const ChannelSet& /*channels*/, const Place& place, std::uint64_t from,
          std::span<double> into) noexcept {
  const PositionCode position(code.seed, place.channel, place.codeBits);
  for (double& sample : into) sample = 2 * code.amplitude * static_cast<double>(position.sample(from++));
}

void fill(const SilenceSignal& /*silence*/, const ChannelSet& /*channels*/, const Place& /*place*/,
          std::uint64_t /*from*/, std::span<double> into) noexcept {
  std::ranges::fill(into, 0);
}

void fill(const SineSignal& sine, const ChannelSet& /*channels*/, const Place& place, std::uint64_t from,
          std::span<double> into) noexcept {
  const double turns = sine.frequencyHz / place.sampleRate;
  for (double& sample : into) sample = sine.amplitude * sine_of_turns(static_cast<double>(from++) * turns);
}

void fill(const SweepSignal& sweep, const ChannelSet& /*channels*/, const Place& place, std::uint64_t from,
          std::span<double> into) noexcept {
  const std::uint64_t length = count_frames(sweep.seconds, place.sampleRate);
  const std::uint64_t edge = std::min(count_frames(0.02, place.sampleRate), length / 4);
  const double octaves = std::log(sweep.endHz / sweep.startHz);
  const double rise = static_cast<double>(length) / (place.sampleRate * octaves);
  for (double& sample : into) {
    const std::uint64_t at = sweep.repeat ? from % length : from;
    ++from;
    if (at >= length) {
      sample = 0;
      continue;
    }
    const double seconds = static_cast<double>(at) / place.sampleRate;
    const double turns = octaves == 0 ? sweep.startHz * seconds : sweep.startHz * rise * std::expm1(seconds / rise);
    sample = sweep.amplitude * edges(at, length, edge) * sine_of_turns(turns);
  }
}

std::int32_t signed_noise(std::uint32_t x) noexcept { return static_cast<std::int32_t>(PositionCode::mix(x)); }

void fill_white(std::uint32_t key, double amplitude, std::uint64_t from, std::span<double> into) noexcept {
  for (double& sample : into) {
    sample = amplitude * (signed_noise(static_cast<std::uint32_t>(from++) + key) * 0x1p-31);
  }
}

void fill_pink(std::uint32_t key, double amplitude, std::uint64_t from, std::span<double> into) noexcept {
  std::array<std::uint32_t, kPinkRows> keys{};
  std::array<std::int32_t, kPinkRows> rows{};
  const auto row_at = [&](int row, std::uint64_t n) {
    const std::uint64_t index = (n + (std::uint64_t{1} << row)) >> (row + 1);
    return signed_noise(static_cast<std::uint32_t>(index) + keys[static_cast<std::size_t>(row)]) >> 8;
  };
  std::int32_t sum = 0;
  for (int row = 0; row < kPinkRows; ++row) {
    const auto index = static_cast<std::size_t>(row);
    keys[index] = PositionCode::mix(key + static_cast<std::uint32_t>(row) + 1);
    rows[index] = row_at(row, from);
    sum += rows[index];
  }
  const std::uint32_t whiteKey = PositionCode::mix(key + kPinkRows + 1);
  for (std::size_t i = 0; i < into.size(); ++i) {
    const std::uint64_t n = from + i;
    const int row = std::countr_zero(n);
    if (i > 0 && row < kPinkRows) {
      std::int32_t& value = rows[static_cast<std::size_t>(row)];
      sum -= value;
      value = row_at(row, n);
      sum += value;
    }
    const std::int32_t all = sum + (signed_noise(static_cast<std::uint32_t>(n) + whiteKey) >> 8);
    into[i] = amplitude * std::clamp(kPinkGain * all / ((kPinkRows + 1) * 0x1p23), -1.0, 1.0);
  }
}

void fill(const NoiseSignal& noise, const ChannelSet& /*channels*/, const Place& place, std::uint64_t from,
          std::span<double> into) noexcept {
  const std::uint32_t key = PositionCode::mix(noise.seed ^ PositionCode::mix(place.channel + 1));
  (noise.pink ? fill_pink : fill_white)(key, noise.amplitude, from, into);
}

void fill(const ImpulseSignal& impulses, const ChannelSet& /*channels*/, const Place& place, std::uint64_t from,
          std::span<double> into) noexcept {
  const std::uint64_t period = count_frames(impulses.seconds, place.sampleRate);
  for (double& sample : into) sample = from++ % period == 0 ? impulses.amplitude : 0;
}

/// A beep of channel identification and the time until the next.
struct Beep {
  double frequencyHz;
  std::uint64_t on;
  std::uint64_t step;
};

/// How channels say their numbers, in frames.
struct Spoken {
  explicit Spoken(double sampleRate) noexcept
      : ten{.frequencyHz = 500, .on = count_frames(0.4, sampleRate), .step = count_frames(0.5, sampleRate)},
        one{.frequencyHz = 1000, .on = count_frames(0.15, sampleRate), .step = count_frames(0.25, sampleRate)},
        pause(count_frames(0.5, sampleRate)),
        edge(count_frames(0.005, sampleRate)) {}

  [[nodiscard]] std::uint64_t turn(std::uint32_t channel) const noexcept {
    return tens(channel) * ten.step + (channel + 1) % 10 * one.step + pause;
  }
  static std::uint64_t tens(std::uint32_t channel) noexcept { return (channel + 1) / 10; }

  Beep ten;
  Beep one;
  std::uint64_t pause;
  std::uint64_t edge;
};

double beep_at(const Spoken& spoken, std::uint32_t channel, std::uint64_t at, double sampleRate) noexcept {
  const std::uint64_t lowPart = Spoken::tens(channel) * spoken.ten.step;
  const bool low = at < lowPart;
  if (!low) at -= lowPart;
  if (!low && at >= (channel + 1) % 10 * spoken.one.step) return 0;
  const Beep& beep = low ? spoken.ten : spoken.one;
  const std::uint64_t within = at % beep.step;
  if (within >= beep.on) return 0;
  return edges(within, beep.on, spoken.edge) *
         sine_of_turns(static_cast<double>(within) * (beep.frequencyHz / sampleRate));
}

void fill(const ChannelsSignal& signal, const ChannelSet& channels, const Place& place, std::uint64_t from,
          std::span<double> into) noexcept {
  const Spoken spoken(place.sampleRate);
  std::uint64_t before = 0;
  std::uint64_t round = 0;
  for (std::uint32_t channel = 0; channel < place.channels; ++channel) {
    if (!channels.has(channel)) continue;
    if (channel == place.channel) before = round;
    round += spoken.turn(channel);
  }
  const std::uint64_t turn = channels.has(place.channel) ? spoken.turn(place.channel) : 0;
  for (double& sample : into) {
    const std::uint64_t at = round == 0 ? 0 : from++ % round;
    sample = at < before || at - before >= turn
                 ? 0
                 : signal.amplitude * beep_at(spoken, place.channel, at - before, place.sampleRate);
  }
}

void fill(const StepsSignal& steps, const ChannelSet& /*channels*/, const Place& place, std::uint64_t from,
          std::span<double> into) noexcept {
  const std::uint64_t section = count_frames(steps.seconds, place.sampleRate);
  const std::uint64_t edge = std::min(count_frames(0.005, place.sampleRate), section);
  const double turns = steps.frequencyHz / place.sampleRate;
  for (double& sample : into) {
    const bool loud = from / section % 2 == 1;
    const double to = loud ? steps.amplitude : steps.lowAmplitude;
    const double was = from < section ? to : loud ? steps.lowAmplitude : steps.amplitude;
    const std::uint64_t at = from % section;
    const double part = at < edge ? fade(static_cast<double>(at), static_cast<double>(edge)) : 1;
    sample = (was + (to - was) * part) * sine_of_turns(static_cast<double>(from) * turns);
    ++from;
  }
}

}  // namespace

double fade(double frame, double frames) noexcept {
  const double part = std::sin(std::numbers::pi / 2 * (frame + 0.5) / frames);
  return part * part;
}

void render(const Signal& signal, const ChannelSet& channels, const Place& place, std::uint64_t from,
            std::span<double> into) noexcept {
  std::visit([&](const auto& kind) { fill(kind, channels, place, from, into); }, signal);
}

}  // namespace flexlab::probe
