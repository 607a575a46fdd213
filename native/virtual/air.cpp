#include "virtual/air.h"

#include <cmath>

namespace flexlab::virtual_device {
namespace {

constexpr int kCrossings = 32;
/// Places this near to a frame are the frame: times are whole nanoseconds.
constexpr double kSameFrame = 1e-4;

}  // namespace

Air::Air(int channels, std::int64_t capacity)
    : channels_(channels), ring_(channels, capacity), resampler_(kCrossings, 1.0) {}

void Air::begin(const void* speaker, double nanoseconds, double rate) {
  const std::lock_guard lock(mutex_);
  ring_.clear();
  speaker_ = speaker;
  begun_ = nanoseconds;
  rate_ = rate;
  written_ = 0;
}

void Air::write(const void* speaker, const double* const* channels, int count, std::int64_t frames) noexcept {
  const std::lock_guard lock(mutex_);
  if (speaker != speaker_) return;
  for (int channel = 0; channel < channels_; ++channel) {
    for (std::int64_t i = 0; i < frames; ++i) {
      ring_.at(channel, written_ + i) = channel < count ? channels[channel][i] : 0.0;
    }
  }
  written_ += frames;
}

void Air::read(double* const* channels, std::int64_t offset, std::int64_t frames, double nanoseconds,
               double step) noexcept {
  const std::lock_guard lock(mutex_);
  for (std::int64_t i = 0; i < frames; ++i) {
    const double place = (nanoseconds + static_cast<double>(i) * step - begun_) * 1e-9 * rate_;
    double whole = std::floor(place);
    double fraction = place - whole;
    if (fraction > 1 - kSameFrame) {
      whole += 1;
      fraction = 0;
    }
    const auto frame = static_cast<std::int64_t>(whole);
    const bool exact = fraction < kSameFrame;
    const std::int64_t reach = exact ? 0 : resampler_.reach();
    const bool there = speaker_ != nullptr && frame + reach < written_ &&
                       frame - reach >= written_ - ring_.capacity() && frame >= -reach;
    if (there && !exact) resampler_.set_fraction(fraction);
    for (int channel = 0; channel < channels_; ++channel) {
      double& sample = channels[channel][offset + i];
      sample = 0;
      if (!there) continue;
      sample = exact ? ring_.at(channel, frame) : resampler_.read(ring_, channel, frame);
    }
  }
}

}  // namespace flexlab::virtual_device
