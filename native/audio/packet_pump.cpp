#include "audio/packet_pump.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "audio/float_codec.h"

namespace flexlab::audio {
namespace {

constexpr std::size_t kChunk = 1024;
/// A packet that is late by no more is waited for: at first, and at most, once some were later.
constexpr std::int64_t kPatience = 10'000'000;
constexpr std::int64_t kMostPatience = 100'000'000;
/// Older packets than that are not believed.
constexpr std::int64_t kOldest = 500'000'000;
/// How differently long packets are on their way, and how long after silence one may still come late.
constexpr std::int64_t kJitter = 5'000'000;
constexpr std::int64_t kLatest = 500'000'000;
/// More than that is a machine that slept: the stream goes on without it.
constexpr double kLongestSilenceSeconds = 1;
/// In one go: a source that has more is asked again soon.
constexpr int kMostPackets = 64;

}  // namespace

PacketPump::PacketPump(const PacketFormat& from, int channels, SampleType sampleType)
    : from_(from),
      sampleType_(sampleType),
      hold_(from.period + kPatience),
      gathered_(kChunk * bytes_of(from.sampleType)),
      floats_(kChunk),
      // The upper half stays silence.
      block_(static_cast<std::size_t>(channels + 1) * kChunk * bytes_of(sampleType)) {
  const std::size_t bytes = kChunk * bytes_of(sampleType);
  for (int channel = 0; channel < channels; ++channel) {
    channels_.push_back(block_.data() + static_cast<std::size_t>(channel) * bytes);
    pointers_.push_back(channels_.back());
    silence_.push_back(block_.data() + static_cast<std::size_t>(channels) * bytes);
  }
}

void PacketPump::begin(std::int64_t now) noexcept {
  written_ = 0;
  quiet_ = true;
  given_ = 0;
  knownPosition_ = 0;
  knownTime_ = now;
  flags_ = 0;
}

bool PacketPump::pump(PacketSource& source, CaptureListener& to, std::int64_t now) noexcept {
  for (int packets = 0; packets < kMostPackets; ++packets) {
    Packet packet;
    const PacketSource::Answer answer = source.next(packet);
    if (answer == PacketSource::Answer::Lost) return false;
    if (answer == PacketSource::Answer::Nothing) break;
    take(packet, to, now);
    source.release();
  }
  if (const std::int64_t due = position_at(now - hold_); due > written_) {
    quiet_ = true;
    fill_until(due, now - hold_, to);
  }
  return true;
}

void PacketPump::take(const Packet& packet, CaptureListener& to, std::int64_t now) noexcept {
  const std::int64_t end = now - std::clamp<std::int64_t>(packet.age, 0, kOldest);
  const auto frames = static_cast<std::int64_t>(packet.frames);
  const std::int64_t begin = position_at(end) - frames;
  const bool resumes = quiet_;
  if (resumes) resumed_ = end;
  if (quiet_ || packet.afterGap) {
    if (!quiet_) flags_ |= paInputOverflow;
    if (begin > written_) fill_until(begin, end - nanoseconds_of(frames), to);
  }
  quiet_ = false;
  std::int64_t late = 0;
  if (given_ > 0) {
    const std::int64_t ahead = written_ - begin;
    if (nanoseconds_of(ahead) > kJitter) late = std::min({ahead, given_, frames});
    given_ = end - resumed_ < kLatest ? given_ - late : 0;
    if (late > 0) flags_ |= paInputOverflow;
    wait_longer(resumes ? ahead : late);
  }
  const auto* samples = static_cast<const std::byte*>(packet.samples);
  if (samples != nullptr) {
    samples += static_cast<std::size_t>(late) * static_cast<std::size_t>(from_.channels) * bytes_of(from_.sampleType);
  }
  give(samples, frames - late, end, to);
  if (given_ > 0) return;
  knownPosition_ = written_;
  knownTime_ = end;
}

/// By so many frames silence came too early.
void PacketPump::wait_longer(std::int64_t frames) noexcept {
  if (frames > 0) hold_ = std::min(hold_ + nanoseconds_of(frames), from_.period + kMostPatience);
}

void PacketPump::fill_until(std::int64_t position, std::int64_t time, CaptureListener& to) noexcept {
  const std::int64_t missing = position - written_;
  if (static_cast<double>(missing) > kLongestSilenceSeconds * from_.sampleRate) {
    flags_ |= paInputOverflow;
    knownPosition_ = written_;
    knownTime_ = time;
    return;
  }
  given_ += missing;
  give(nullptr, missing, time, to);
}

void PacketPump::give(const std::byte* samples, std::int64_t frames, std::int64_t time, CaptureListener& to) noexcept {
  const std::size_t frameBytes = static_cast<std::size_t>(from_.channels) * bytes_of(from_.sampleType);
  while (frames > 0) {
    const std::size_t count = std::min(kChunk, static_cast<std::size_t>(frames));
    if (samples != nullptr) {
      convert(samples, count);
      samples += count * frameBytes;
    }
    frames -= static_cast<std::int64_t>(count);
    written_ += static_cast<std::int64_t>(count);
    to.captured(samples != nullptr ? pointers_.data() : silence_.data(), count, time - nanoseconds_of(frames), flags_);
    flags_ = 0;
  }
}

void PacketPump::convert(const std::byte* samples, std::size_t frames) noexcept {
  const std::size_t bytes = bytes_of(from_.sampleType);
  const std::size_t stride = static_cast<std::size_t>(from_.channels) * bytes;
  const bool asIs = from_.sampleType == sampleType_;
  for (std::size_t channel = 0; channel < channels_.size(); ++channel) {
    std::byte* gathered = asIs ? channels_[channel] : gathered_.data();
    const std::byte* from = samples + channel * bytes;
    for (std::size_t frame = 0; frame < frames; ++frame) {
      std::memcpy(gathered + frame * bytes, from + frame * stride, bytes);
    }
    if (asIs) continue;
    to_floats(from_.sampleType, gathered, floats_.data(), frames);
    from_floats(sampleType_, floats_.data(), channels_[channel], frames);
  }
}

std::int64_t PacketPump::nanoseconds_of(std::int64_t frames) const noexcept {
  return static_cast<std::int64_t>(static_cast<double>(frames) * 1e9 / from_.sampleRate);
}

std::int64_t PacketPump::position_at(std::int64_t time) const noexcept {
  const double since = static_cast<double>(time - knownTime_) * 1e-9 * from_.sampleRate;
  return knownPosition_ + static_cast<std::int64_t>(std::floor(since));
}

}  // namespace flexlab::audio
