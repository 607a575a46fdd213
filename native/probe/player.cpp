#include "probe/player.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "probe/position_code.h"
#include "probe/render.h"
#include "probe/samples.h"

namespace flexlab::probe {
namespace {

/// Full scale of an integer type in steps of the code: its exponent of two.
constexpr int full_scale_bits(audio::SampleType type) noexcept {
  switch (type) {
    case audio::SampleType::Float32: return 0;
    case audio::SampleType::Int32: return 31;
    case audio::SampleType::Int24: return 23;
    case audio::SampleType::Int16: return 15;
  }
  return 0;
}

}  // namespace

Player::Player(const Setup& setup, const Playback& first, PlaybackInbox& inbox) : setup_(setup), inbox_(inbox) {
  for (std::vector<double>* frames : {&samples_, &other_, &gain_, &end_}) frames->resize(setup.frames);
  shared_.resize(setup.frames * audio::bytes_of(setup.type));
  now_.playback.signal = SilenceSignal{};
  change_to(first, 0);
}

void Player::change_to(const Playback& next, std::uint64_t position) noexcept {
  before_ = now_;
  const bool goesOn = same_but_for_amplitude(before_.playback.signal, next.signal);
  now_ = {.playback = next, .origin = goesOn ? before_.origin : position};
  fading_ = next.fadeFrames > 0;
  faded_ = 0;
}

void Player::take_next(std::uint64_t position) noexcept {
  if (fading_ || muting_) return;
  if (leaving_.load(std::memory_order_relaxed)) {
    muting_ = true;
    Playback silence = now_.playback;
    silence.signal = SilenceSignal{};
    change_to(silence, position);
  } else if (const Playback* next = inbox_.take()) {
    change_to(*next, position);
  }
}

void Player::begin(std::uint64_t position) noexcept {
  position_ = position;
  const std::uint32_t fadeFrames = now_.playback.fadeFrames;
  if (fading_ && faded_ >= fadeFrames) fading_ = false;
  take_next(position);
  if (muting_ && !fading_) left_.store(true, std::memory_order_release);

  if (fading_) {
    const std::uint32_t whole = now_.playback.fadeFrames;
    for (double& gain : gain_) {
      gain = faded_ < whole ? fade(faded_, whole) : 1;
      faded_ += faded_ < whole ? 1 : 0;
    }
  }
  const std::uint64_t end = setup_.end.value_or(0);
  const std::uint64_t endFade = now_.playback.fadeFrames;
  ending_ = setup_.end.has_value() && endFade > 0 && position + setup_.frames + endFade > end;
  if (ending_) {
    for (std::size_t i = 0; i < end_.size(); ++i) {
      const std::uint64_t at = position + i;
      const std::uint64_t left = at < end ? end - 1 - at : 0;
      end_[i] = at >= end ? 0 : left < endFade ? fade(static_cast<double>(left), static_cast<double>(endFade)) : 1;
    }
  }

  hasShared_ = !fading_ && !ending_ && same_on_all_channels(now_.playback.signal);
  if (hasShared_) {
    render_part(now_, 0, samples_);
    sharedLevel_ = write(samples_, ceiling_of(now_.playback.signal), shared_.data());
  }
}

Level Player::fill(std::uint32_t channel, std::byte* target) noexcept {
  const Playback& now = now_.playback;
  if (!fading_ && !ending_) {
    if (!now.channels.has(channel)) {
      std::memset(target, 0, shared_.size());
      return {};
    }
    if (hasShared_) {
      std::memcpy(target, shared_.data(), shared_.size());
      return sharedLevel_;
    }
    const auto* code = std::get_if<PositionSignal>(&now.signal);
    if (code != nullptr && code->amplitude == PositionSignal{}.amplitude) return fill_code(*code, channel, target);
    render_part(now_, channel, samples_);
    return write(samples_, ceiling_of(now.signal), target);
  }
  const auto part = [&](const Part& which, std::vector<double>& into) {
    if (which.playback.channels.has(channel)) {
      render_part(which, channel, into);
    } else {
      std::ranges::fill(into, 0);
    }
  };
  part(now_, samples_);
  double ceiling = ceiling_of(now.signal);
  if (fading_) {
    part(before_, other_);
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      samples_[i] = other_[i] + gain_[i] * (samples_[i] - other_[i]);
    }
    ceiling = std::max(ceiling, ceiling_of(before_.playback.signal));
  }
  if (ending_) {
    for (std::size_t i = 0; i < samples_.size(); ++i) samples_[i] *= end_[i];
  }
  return write(samples_, ceiling, target);
}

void Player::render_part(const Part& part, std::uint32_t channel, std::vector<double>& into) const noexcept {
  const Playback& playback = part.playback;
  const bool absolute = std::holds_alternative<PositionSignal>(playback.signal);
  render(
      playback.signal, playback.channels,
      {.channel = channel, .channels = setup_.channels, .sampleRate = setup_.sampleRate, .codeBits = setup_.codeBits},
      absolute ? position_ : position_ - part.origin, into);
}

Level Player::write(const std::vector<double>& samples, double ceiling, std::byte* target) const noexcept {
  return with_samples(setup_.type, [&]<typename Io>(Io) {
    Level level;
    for (const double sample : samples) {
      const double limited = std::clamp(sample, -ceiling, ceiling);
      level.add(limited);
      Io::write(target, limited);
      target += Io::kBytes;
    }
    return level;
  });
}

Level Player::fill_code(const PositionSignal& signal, std::uint32_t channel, std::byte* target) const noexcept {
  const PositionCode code(signal.seed, channel, setup_.codeBits);
  const float step = std::ldexp(1.0F, -code.code_bits());
  const bool isFloat = setup_.type == audio::SampleType::Float32;
  const std::int32_t factor = isFloat ? 0 : std::int32_t{1} << (full_scale_bits(setup_.type) - code.code_bits());
  const std::size_t bytes = audio::bytes_of(setup_.type);
  Level level;
  for (std::size_t i = 0; i < setup_.frames; ++i) {
    const std::int32_t steps = code.steps(position_ + i);
    const float sample = static_cast<float>(steps) * step;
    level.add(sample);
    if (isFloat) {
      std::memcpy(target + i * bytes, &sample, bytes);
    } else {
      const std::int32_t whole = steps * factor;
      std::memcpy(target + i * bytes, &whole, bytes);  // little-endian: the low bytes come first
    }
  }
  return level;
}

}  // namespace flexlab::probe
