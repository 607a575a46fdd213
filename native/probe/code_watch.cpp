#include "probe/code_watch.h"

#include <algorithm>
#include <cmath>

namespace flexlab::probe {
namespace {

/// The longest way round that is looked for, and how often the whole range is looked through while nothing is found.
constexpr double kLongestSeconds = 3;
constexpr double kSearchSeconds = 0.1;
/// How far from the old delay the new one is looked for at once.
constexpr std::uint64_t kNear = 4096;
/// Damage that does not end by then has ended the sound.
constexpr double kPatienceSeconds = 0.5;
/// A sample is right within this part of the largest that the code has, or so many times the noise, if that is more.
constexpr double kTolerance = 0.005;
constexpr double kNoiseFactor = 8;
/// A code that is buried deeper in noise is not followed.
constexpr double kMostNoise = 0.05;
/// Loudness that differs by more has changed.
constexpr double kSameGain = 0.01;

std::uint64_t frames_of(double seconds, double sampleRate) noexcept {
  return static_cast<std::uint64_t>(seconds * sampleRate);
}

}  // namespace

void CodeWatch::expect(Expected expected) {
  searchAt_ = 0;
  turn_ = 0;
  lock_.reset();
  event_.reset();
  if (expected.channels.empty()) {
    expected_.reset();
  } else {
    expected_ = std::move(expected);
  }
}

void CodeWatch::hear(std::uint64_t position, std::span<const float> samples) noexcept {
  if (position != next_) {
    known_ = 0;
    lock_.reset();
    event_.reset();
    searchAt_ = 0;
    next_ = position;
  }
  for (const float sample : samples) {
    recent_[next_ % kProof] = sample;
    ++next_;
    ++known_;
    if (expected_ && lock_) follow(sample);
  }
  if (expected_ && !lock_) look_for_code();
}

void CodeWatch::look_for_code() noexcept {
  if (known_ < kProof || next_ < searchAt_) return;
  searchAt_ = next_ + frames_of(kSearchSeconds, expected_->sampleRate);
  const std::uint32_t channel = expected_->channels[turn_++ % expected_->channels.size()];
  lock_ = find(channel, 0, frames_of(kLongestSeconds, expected_->sampleRate));
}

double CodeWatch::expected_at(const Lock& lock, std::uint64_t position) const noexcept {
  // Before the stream began there was silence.
  if (position < lock.delay) return 0;
  return PositionCode(expected_->seed, lock.channel, expected_->codeBits).sample(position - lock.delay);
}

void CodeWatch::follow(double sample) noexcept {
  const double expected = expected_at(*lock_, next_ - 1) * lock_->gain;
  const bool right = std::abs(sample - expected) <= lock_->tolerance;
  if (!event_) {
    if (right) return;
    event_ = Event{.begin = next_ - 1};
  }
  event_->good = right ? event_->good + 1 : 0;
  event_->signsRight = event_->signsRight && sample * expected > 0;
  judge_event();
}

void CodeWatch::judge_event() noexcept {
  if (event_->good == kProof) {
    end_event(true);
    return;
  }
  const std::uint64_t length = next_ - event_->begin;
  if (length % kProof != 0) return;
  if (length > frames_of(kPatienceSeconds, expected_->sampleRate)) {
    end_event(true);
    lock_.reset();
    searchAt_ = 0;
    return;
  }
  const Lock before = *lock_;
  std::optional<Lock> found = try_at(before.channel, before.delay);
  if (!found) {
    found = find(before.channel, before.delay > kNear ? before.delay - kNear : 0, before.delay + kNear);
  }
  if (!found && next_ >= searchAt_) {
    searchAt_ = next_ + frames_of(kSearchSeconds, expected_->sampleRate);
    found = find(before.channel, 0, frames_of(kLongestSeconds, expected_->sampleRate));
  }
  if (!found) return;
  const bool sameGain = std::abs(found->gain - before.gain) <= kSameGain * std::abs(before.gain);
  const bool onlyLoudness = found->delay == before.delay && event_->signsRight && !sameGain;
  lock_ = found;
  end_event(!onlyLoudness);
}

void CodeWatch::end_event(bool isGlitch) noexcept {
  if (isGlitch) {
    ++glitches_;
    lastGlitch_ = event_->begin;
  }
  event_.reset();
}

std::optional<CodeWatch::Lock> CodeWatch::try_at(std::uint32_t channel, std::uint64_t delay) const noexcept {
  if (next_ < kProof + delay) return std::nullopt;
  const PositionCode code(expected_->seed, channel, expected_->codeBits);
  double product = 0;
  double power = 0;
  double heard = 0;
  bool inverted = false;
  for (std::size_t i = 0; i < kProof; ++i) {
    const std::uint64_t position = next_ - 1 - i;
    const double expected = code.sample(position - delay);
    const double sample = recent(position);
    // The signs alone: a wrong delay is out after two samples on average.
    if (i == 0) inverted = sample * expected < 0;
    const double alike = inverted ? -sample * expected : sample * expected;
    if (alike <= 0) return std::nullopt;
    product += sample * expected;
    power += expected * expected;
    heard += sample * sample;
  }
  const double gain = product / power;
  const double noise = std::sqrt(std::max(0.0, heard - gain * product) / kProof);
  if (noise > kMostNoise * std::abs(gain)) return std::nullopt;
  return Lock{.channel = channel,
              .delay = delay,
              .gain = gain,
              .tolerance = std::max(kTolerance * std::abs(gain), kNoiseFactor * noise)};
}

std::optional<CodeWatch::Lock> CodeWatch::find(std::uint32_t channel, std::uint64_t from,
                                               std::uint64_t to) const noexcept {
  for (std::uint64_t delay = from; delay < to && delay + kProof <= next_; ++delay) {
    if (std::optional<Lock> found = try_at(channel, delay)) return found;
  }
  return std::nullopt;
}

}  // namespace flexlab::probe
