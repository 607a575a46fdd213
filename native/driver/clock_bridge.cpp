#include "driver/clock_bridge.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>

#include "audio/float_codec.h"

namespace flexlab::driver {
namespace {

/// How late callbacks may be without harm.
constexpr double kMarginSeconds = 0.002;
constexpr double kMostLatencySeconds = 0.5;
/// On one clock: how long it takes until the delay is taken to be another, and from which difference on.
constexpr double kSettlingSeconds = 0.5;
constexpr double kMostOffSeconds = 0.01;

std::int32_t first_latency(const audio::CaptureFormat& format, double sampleRate, std::int32_t frames,
                           std::int64_t reach) {
  const double margin = std::max(kMarginSeconds * sampleRate, 0.25 * frames);
  const double source = static_cast<double>(format.burstFrames) + static_cast<double>(reach) + 1;
  return static_cast<std::int32_t>(std::ceil(source * sampleRate / format.sampleRate + margin));
}

}  // namespace

ClockBridge::ClockBridge(const audio::CaptureFormat& format, double sampleRate, std::int32_t frames, Clocks clocks)
    : format_(format),
      frames_(frames),
      pace_(format.sampleRate / sampleRate),
      oneClock_(clocks == Clocks::One),
      copies_(oneClock_ && format.sampleRate == sampleRate),
      settling_(1 - std::exp(-frames / sampleRate / kSettlingSeconds)),
      mostLatency_(static_cast<std::int64_t>(kMostLatencySeconds * sampleRate) + format.burstFrames + frames),
      ring_(format.channels, static_cast<std::int64_t>(2 * kMostLatencySeconds * format.sampleRate +
                                                       4.0 * format.burstFrames + 4.0 * frames * pace_ + 1024)),
      latency_(0),
      polyphase_(format.sampleRate, sampleRate),
      control_(format.sampleRate, frames / sampleRate),
      sourceTimes_(format.sampleRate),
      takeTimes_(sampleRate),
      mixed_(static_cast<std::size_t>(format.channels) * static_cast<std::size_t>(frames)),
      block_(mixed_.size() * audio::bytes_of(format.sampleType)) {
  latency_ = first_latency(format, sampleRate, frames, polyphase_.reach());
  const std::size_t bytes = static_cast<std::size_t>(frames) * audio::bytes_of(format.sampleType);
  for (int channel = 0; channel < format.channels; ++channel) {
    pointers_.push_back(block_.data() + static_cast<std::size_t>(channel) * bytes);
  }
}

void ClockBridge::reset() noexcept {
  released_ = 0;
  writer_.set({});
  flags_ = 0;
  lost_ = false;
  reading_ = false;
  sourcePace_ = 0;
  sourceTimes_.reset();
  takeTimes_.reset();
}

void ClockBridge::captured(const void* const* channels, unsigned long frames, std::int64_t time,
                           PaStreamCallbackFlags flags) noexcept {
  if (flags != 0) flags_.fetch_or(static_cast<unsigned>(flags), std::memory_order_relaxed);
  const std::int64_t captured = due(sourceTimes_, static_cast<double>(frames), time);
  sourcePace_.store(sourceTimes_.known() ? sourceTimes_.pace() : 0, std::memory_order_relaxed);
  const auto written = static_cast<std::int64_t>(writer_.get().position);
  const auto count = static_cast<std::int64_t>(frames);
  // Without room the reader stands still, and will begin anew with what comes then.
  if (written + count - released_.load(std::memory_order_acquire) > ring_.capacity()) return;
  ring_.write(written, format_.sampleType, channels, count);
  writer_.set({.position = static_cast<std::uint64_t>(written + count), .nanoseconds = captured});
}

/// On one clock nothing follows the times, so they are as they are.
std::int64_t ClockBridge::due(DueTimes& times, double frames, std::int64_t time) const noexcept {
  return oneClock_ ? time : times.came(frames, time);
}

std::optional<double> ClockBridge::clocks_apart() const noexcept {
  if (oneClock_) return 0;
  const double sourcePace = sourcePace_.load(std::memory_order_relaxed);
  if (sourcePace == 0 || !takeTimes_.known()) return std::nullopt;
  return takeTimes_.pace() / sourcePace - 1;
}

ClockBridge::Block ClockBridge::take(std::int64_t time) noexcept {
  Block block{
      .channels = pointers_.data(), .flags = flags_.exchange(0, std::memory_order_relaxed), .latencyChanged = false};
  const std::int64_t now = due(takeTimes_, frames_, time);
  const SampleClock::Reading reading = writer_.get();
  const auto written = static_cast<std::int64_t>(reading.position);
  // What the source has captured by now, delivered or not.
  const double captured =
      static_cast<double>(written) + static_cast<double>(now - reading.nanoseconds) * 1e-9 * format_.sampleRate;
  const double lag = latency() * pace_;
  if (!reading_ && !begin_reading(captured, written)) {
    give_silence();
    return block;
  }
  const double end = static_cast<double>(whole_) + fraction_ + frames_ * pace_;
  const double error = captured - lag - end;
  if (std::abs(error) > kMostLatencySeconds * format_.sampleRate || out_of_step(error)) {
    // A clock jumped, or this callback did not come for long.
    block.flags |= paInputOverflow;
    reading_ = false;
    give_silence();
    return block;
  }
  const double step = oneClock_ ? pace_ : pace_ * (1 + control_.update(error));
  const double last = static_cast<double>(whole_) + fraction_ + step * frames_;
  const double missing = last + static_cast<double>(polyphase_.reach()) + 1 - static_cast<double>(written);
  if (missing > 0) {
    block.flags |= paInputUnderflow;
    reading_ = false;
    give_silence();
    if (!lost()) {
      grow(missing);
      block.latencyChanged = true;
    }
    return block;
  }
  if (copies_) {
    copy();
  } else {
    interpolate(step);
  }
  released_.store(std::max<std::int64_t>(0, whole_ - polyphase_.reach()), std::memory_order_release);
  return block;
}

bool ClockBridge::begin_reading(double captured, std::int64_t written) noexcept {
  const double begin = captured - (latency() + frames_) * pace_;
  const double oldest = begin - static_cast<double>(polyphase_.reach());
  // Not needed whatever comes: the writer shall have room.
  const auto old = static_cast<std::int64_t>(std::floor(oldest)) - 1;
  const std::int64_t released = released_.load(std::memory_order_relaxed);
  if (old > released) released_.store(std::min(old, written), std::memory_order_release);
  const std::optional<double> apart = clocks_apart();
  if (!apart || oldest < static_cast<double>(released)) return false;
  if (begin + frames_ * pace_ + static_cast<double>(polyphase_.reach()) + 1 > static_cast<double>(written))
    return false;
  const double whole = std::floor(begin);
  whole_ = static_cast<std::int64_t>(whole);
  fraction_ = copies_ ? 0 : begin - whole;
  off_ = 0;
  control_.reset(*apart);
  reading_ = true;
  return true;
}

bool ClockBridge::out_of_step(double error) noexcept {
  if (!oneClock_) return false;
  off_ += settling_ * (error - off_);
  return std::abs(off_) > kMostOffSeconds * format_.sampleRate;
}

void ClockBridge::copy() noexcept {
  const auto count = static_cast<std::size_t>(frames_);
  for (int channel = 0; channel < format_.channels; ++channel) {
    ring_.read(channel, whole_, std::span(mixed_).subspan(static_cast<std::size_t>(channel) * count, count));
  }
  whole_ += frames_;
  audio::from_floats(format_.sampleType, mixed_.data(), block_.data(), mixed_.size());
}

void ClockBridge::interpolate(double step) noexcept {
  const auto count = static_cast<std::size_t>(frames_);
  for (std::size_t i = 0; i < count; ++i) {
    const std::span<const float> taps = polyphase_.taps(fraction_);
    const std::int64_t first = whole_ - polyphase_.reach() + 1;
    for (int channel = 0; channel < format_.channels; ++channel) {
      mixed_[static_cast<std::size_t>(channel) * count + i] = ring_.weigh(channel, first, taps);
    }
    fraction_ += step;
    const double whole = std::floor(fraction_);
    whole_ += static_cast<std::int64_t>(whole);
    fraction_ -= whole;
  }
  audio::from_floats(format_.sampleType, mixed_.data(), block_.data(), mixed_.size());
}

void ClockBridge::give_silence() noexcept { std::memset(block_.data(), 0, block_.size()); }

void ClockBridge::grow(double missing) noexcept {
  // A little more than was missing, so that a series of late callbacks does not become a series of underflows.
  const double more = 1.5 * missing / pace_ + 0.25 * frames_;
  const std::int64_t grown = latency() + static_cast<std::int64_t>(std::ceil(more));
  latency_.store(static_cast<std::int32_t>(std::min(grown, mostLatency_)), std::memory_order_release);
}

}  // namespace flexlab::driver
