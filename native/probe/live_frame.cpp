#include "probe/live_frame.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace flexlab::probe {
namespace {

using live::Field;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kSilence = -std::numeric_limits<double>::infinity();
constexpr double kFullScale = 32767;

double& field(LiveFields& fields, Field which) noexcept { return fields[static_cast<std::size_t>(which)]; }

template <typename Value>
std::byte* put(std::byte* at, Value value) noexcept {
  std::memcpy(at, &value, sizeof value);
  return at + sizeof value;
}

std::int16_t whole(double value) noexcept {
  return static_cast<std::int16_t>(std::lround(std::clamp(value, -kFullScale, kFullScale)));
}

/// 1/100 of it.
std::int16_t centibels(double decibels) noexcept {
  return decibels == kSilence ? std::numeric_limits<std::int16_t>::min() : whole(100 * decibels);
}

double decibels_of(double amplitude) noexcept { return 20 * std::log10(amplitude); }

std::byte* put_levels(std::byte* at, const LevelBank& bank, std::size_t channels) noexcept {
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const LevelBank::Reading reading = bank.read(channel);
    at = put(at, centibels(decibels_of(reading.peak)));
    at = put(at, centibels(decibels_of(std::sqrt(reading.meanSquare))));
  }
  return at;
}

std::byte* put_clips(std::byte* at, const LevelBank& bank, std::size_t channels) noexcept {
  for (std::size_t channel = 0; channel < channels; ++channel) {
    at = put(at, static_cast<std::uint8_t>(std::min<std::uint32_t>(255, bank.read(channel).clipped)));
  }
  return at;
}

std::size_t shown(double channels) noexcept {
  return static_cast<std::size_t>(std::clamp(channels, 0.0, static_cast<double>(live::kChannels)));
}

}  // namespace

LiveFrames::LiveFrames() : samples_(SampleTap::kLatest), latest_(spectrum::kBlock), block_(spectrum::kBlock) {}

void LiveFrames::follow(Telemetry& telemetry, int channel, double sampleRate) noexcept {
  if (channel != followed_) {
    followed_ = channel;
    telemetry.shown().choose(channel);
    position_ = 0;
    columns_.fill({});
    column_ = 0;
    known_ = 0;
  }
  if (channel == SampleTap::kNone) return;
  columnFrames_ = static_cast<std::uint64_t>(std::max(1.0, live::kWaveSeconds * sampleRate / live::kColumns));
  const SampleTap::Piece piece = telemetry.shown().read(channel, position_, samples_);
  if (piece.samples.empty()) return;
  add_to_wave(piece.position, piece.samples);
  add_to_block(piece.position, piece.samples);
  position_ = piece.position + piece.samples.size();
}

void LiveFrames::add_to_wave(std::uint64_t position, std::span<const float> samples) noexcept {
  for (const float sample : samples) {
    const std::uint64_t number = position++ / columnFrames_;
    if (number != column_) {
      // Columns of which nothing was seen are silence.
      const std::uint64_t missed = number > column_ + live::kColumns ? number - live::kColumns : column_ + 1;
      for (std::uint64_t i = missed; i < number; ++i) columns_[i % live::kColumns] = {};
      column_ = number;
      columns_[number % live::kColumns] = {.least = sample, .greatest = sample};
    }
    Column& column = columns_[number % live::kColumns];
    column.least = std::min(column.least, sample);
    column.greatest = std::max(column.greatest, sample);
  }
}

void LiveFrames::add_to_block(std::uint64_t position, std::span<const float> samples) noexcept {
  if (position != position_) known_ = 0;
  for (const float sample : samples) {
    latest_[known_ % spectrum::kBlock] = sample;
    ++known_;
  }
}

bool LiveFrames::analyse_block() noexcept {
  if (known_ < spectrum::kBlock) return false;
  const auto oldest = latest_.begin() + static_cast<std::ptrdiff_t>(known_ % spectrum::kBlock);
  std::rotate_copy(latest_.begin(), oldest, latest_.end(), block_.begin());
  spectrum_.analyse(block_);
  return true;
}

std::size_t LiveFrames::write(Telemetry& telemetry, LiveFields fields, std::span<std::byte> into) noexcept {
  const std::size_t inputs = shown(field(fields, Field::Inputs));
  const std::size_t outputs = shown(field(fields, Field::Outputs));
  int channel = SampleTap::kNone;
  if (view_ && view_->channel < (view_->isInput ? inputs : outputs)) {
    channel = static_cast<int>(view_->channel + (view_->isInput ? 0 : telemetry.setup().inputs));
  }
  follow(telemetry, channel, field(fields, Field::SampleRate));
  const bool hasSpectrum = channel != SampleTap::kNone && analyse_block();
  const LiveSpectrum::Strongest strongest = spectrum_.strongest();

  std::array<CallbackLog::Entry, live::kCallbacks> callbacks{};
  const CallbackLog& log = telemetry.callbacks();
  field(fields, Field::Version) = live::kVersion;
  field(fields, Field::Intervals) = static_cast<double>(log.read(callbacks));
  field(fields, Field::LateCallbacks) = static_cast<double>(log.late());
  field(fields, Field::LongestIntervalSeconds) = static_cast<double>(log.longest_interval()) * 1e-9;
  field(fields, Field::LongestDurationSeconds) = static_cast<double>(log.longest_duration()) * 1e-9;
  field(fields, Field::Channel) =
      channel == SampleTap::kNone ? kUnknown : view_->channel + (view_->isInput ? 0.0 : static_cast<double>(inputs));
  field(fields, Field::ColumnsEnded) = static_cast<double>(column_);
  field(fields, Field::SpectrumEnd) = hasSpectrum ? static_cast<double>(position_) : kUnknown;
  field(fields, Field::StrongestLine) = hasSpectrum ? strongest.line : kUnknown;
  field(fields, Field::StrongestDecibels) = hasSpectrum ? strongest.decibels : kUnknown;

  std::byte* at = into.data();
  for (const double value : fields) at = put(at, value);
  for (const CallbackLog::Entry entry : callbacks) at = put(at, entry);
  for (std::size_t i = 1; i <= live::kColumns; ++i) {
    const Column& column = columns_[(column_ + i) % live::kColumns];
    at = put(at, whole(column.least * kFullScale));
    at = put(at, whole(column.greatest * kFullScale));
  }
  for (const double decibels : spectrum_.bands()) at = put(at, centibels(hasSpectrum ? decibels : kSilence));
  at = put_levels(at, telemetry.inputs(), inputs);
  at = put_levels(at, telemetry.outputs(), outputs);
  at = put_clips(at, telemetry.inputs(), inputs);
  at = put_clips(at, telemetry.outputs(), outputs);
  return static_cast<std::size_t>(at - into.data());
}

}  // namespace flexlab::probe
