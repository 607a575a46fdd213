#include "driver/rate_stage.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "audio/float_codec.h"

namespace flexlab::driver {

RateRatio ratio_of(std::int64_t from, std::int64_t to) noexcept {
  const std::int64_t common = std::gcd(from, to);
  return {.step = from / common, .parts = to / common};
}

RateStage::RateStage(const Setup& setup)
    : setup_(setup),
      ratio_(ratio_of(setup.from, setup.to)),
      // Rates of sound cards have few parts, each of which gets a place of its own in the table.
      polyphase_(static_cast<double>(setup.from), static_cast<double>(setup.to),
                 std::min(static_cast<std::size_t>(ratio_.parts), Polyphase::kManyPhases)),
      ring_(setup.channels, setup.mostIn + setup.mostWait + 2 * polyphase_.reach() + 2),
      mixed_(static_cast<std::size_t>(setup.channels) * static_cast<std::size_t>(setup.mostOut)) {}

void RateStage::reset(std::int64_t offset) noexcept {
  ring_.clear();
  written_ = 0;
  whole_ = -(offset / ratio_.parts);
  part_ = -(offset % ratio_.parts);
  if (part_ < 0) {
    part_ += ratio_.parts;
    --whole_;
  }
}

void RateStage::push(const void* const* samples, std::int64_t frames) noexcept {
  ring_.write(written_, setup_.sampleType, samples, frames);
  written_ += frames;
}

void RateStage::pull(void* const* samples, std::int64_t frames) noexcept {
  for (std::int64_t i = 0; i < frames; ++i) {
    const std::span<const float> taps = polyphase_.taps(static_cast<double>(part_) / static_cast<double>(ratio_.parts));
    const std::int64_t first = whole_ - polyphase_.reach() + 1;
    for (int channel = 0; channel < setup_.channels; ++channel) {
      mixed_[static_cast<std::size_t>(channel * setup_.mostOut + i)] = ring_.weigh(channel, first, taps);
    }
    part_ += ratio_.step;
    whole_ += part_ / ratio_.parts;
    part_ %= ratio_.parts;
  }
  for (int channel = 0; channel < setup_.channels; ++channel) {
    audio::from_floats(setup_.sampleType, mixed_.data() + channel * setup_.mostOut, samples[channel],
                       static_cast<std::size_t>(frames));
  }
}

}  // namespace flexlab::driver
