#include "driver/float_ring.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "audio/float_codec.h"

namespace flexlab::driver {

FloatRing::FloatRing(int channels, std::int64_t frames)
    : channels_(channels),
      capacity_(static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(frames)))),
      samples_(static_cast<std::size_t>(channels) * static_cast<std::size_t>(capacity_)) {}

void FloatRing::write(std::int64_t position, audio::SampleType type, const void* const* samples,
                      std::int64_t frames) noexcept {
  const std::size_t bytes = audio::bytes_of(type);
  for (int channel = 0; channel < channels_; ++channel) {
    float* ring = samples_.data() + channel * capacity_;
    const auto* source = samples == nullptr ? nullptr : static_cast<const std::byte*>(samples[channel]);
    for (std::int64_t done = 0; done < frames;) {
      const std::int64_t at = (position + done) & (capacity_ - 1);
      const std::int64_t run = std::min(frames - done, capacity_ - at);
      if (source == nullptr) {
        std::fill_n(ring + at, run, 0.0F);
      } else {
        const std::byte* from = source + static_cast<std::size_t>(done) * bytes;
        audio::to_floats(type, from, ring + at, static_cast<std::size_t>(run));
      }
      done += run;
    }
  }
}

void FloatRing::read(int channel, std::int64_t first, std::span<float> samples) const noexcept {
  const float* ring = samples_.data() + channel * capacity_;
  const auto count = static_cast<std::int64_t>(samples.size());
  for (std::int64_t done = 0; done < count;) {
    const std::int64_t at = (first + done) & (capacity_ - 1);
    const std::int64_t run = std::min(count - done, capacity_ - at);
    std::copy_n(ring + at, run, samples.data() + done);
    done += run;
  }
}

float FloatRing::weigh(int channel, std::int64_t first, std::span<const float> taps) const noexcept {
  const float* ring = samples_.data() + channel * capacity_;
  const std::int64_t at = first & (capacity_ - 1);
  const auto count = static_cast<std::int64_t>(taps.size());
  const std::int64_t run = std::min(count, capacity_ - at);
  // Several sums, as compilers must not reorder one.
  float sums[8] = {};
  std::int64_t tap = 0;
  for (; tap + 8 <= run; tap += 8) {
    for (int lane = 0; lane < 8; ++lane)
      sums[lane] += taps[static_cast<std::size_t>(tap + lane)] * ring[at + tap + lane];
  }
  for (; tap < run; ++tap) sums[0] += taps[static_cast<std::size_t>(tap)] * ring[at + tap];
  for (; tap < count; ++tap) sums[1] += taps[static_cast<std::size_t>(tap)] * ring[tap - run];
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

void FloatRing::clear() noexcept { std::fill(samples_.begin(), samples_.end(), 0.0F); }

}  // namespace flexlab::driver
