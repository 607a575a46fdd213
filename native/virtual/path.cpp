#include "virtual/path.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flexlab::virtual_device {
namespace {

constexpr double kDefaultDelay = 960;
/// What one device plays the other hears on time although callbacks are late, by so much at most.
constexpr double kLateSeconds = 0.01;

constexpr int kCrossings = 32;       // for a fraction of a frame and for drift
constexpr int kInnerCrossings = 64;  // for the inner rate: a narrower transition, as good converters have
/// Half the width of the transition of a Kaiser window of 112 dB, as a part of the Nyquist frequency, times the
/// crossings: (A - 7.95) / (2.285 * 2 pi * 2 crossings) is the whole as a part of the sample rate, the same number.
constexpr double kTransitionTimesCrossings = 3.62;

/// Level of the limiter of the Windows audio engine, and how fast it lets go again.
constexpr double kLimiterLevel = 0.985;
constexpr double kLimiterReleaseSeconds = 0.05;

/// How much drift may move the two clocks apart before the device slips, in seconds.
constexpr double kDriftSlackSeconds = 0.25;

constexpr std::uint32_t kNoiseSeed = 0x5eed0001;

bool has_fraction(double number) { return number != std::floor(number); }

/// The rate on the way where it is another than the stream's.
std::optional<int> inner_rate_of(const Device& device, int rate) {
  return device.innerRate == rate ? std::nullopt : device.innerRate;
}

bool is_exact(const Device& device, double delay, int rate) {
  return device.driftPpm == 0 && !inner_rate_of(device, rate) && !has_fraction(delay);
}

/// Band edge for a conversion from one rate to another and back, as a part of the Nyquist frequency of `from`: the stop
/// band begins at the lower of the two Nyquist frequencies.
double cutoff_of(double from, double to) {
  const double lower = std::min(1.0, to / from);
  return lower * (1.0 - kTransitionTimesCrossings / kInnerCrossings);
}

Resampler resampler_to_inner(double rate, double innerRate) { return {kInnerCrossings, cutoff_of(rate, innerRate)}; }
Resampler resampler_from_inner(double rate, double innerRate) { return {kInnerCrossings, cutoff_of(innerRate, rate)}; }

/// Frames after the place that is read, at the stream's rate.
std::int64_t look_ahead(const Device& device, double delay, int rate) {
  if (device.inAir) return kCrossings + 1;
  if (is_exact(device, delay, rate)) return 0;
  const std::optional<int> innerRate = inner_rate_of(device, rate);
  if (!innerRate) return kCrossings;
  const double inner = *innerRate;
  const double toInner = std::ceil(kInnerCrossings / cutoff_of(rate, inner));
  const double toInput = std::ceil(kInnerCrossings / cutoff_of(inner, rate)) + 1;
  return static_cast<std::int64_t>(std::ceil(toInner + toInput * rate / inner)) + 1;
}

std::int64_t least_delay(const Device& device, const PathShape& shape, double delay) {
  return shape.period + look_ahead(device, delay, shape.rate) + reach_of(device.faults).lead;
}

std::int64_t capacity_for(const Device& device, const PathShape& shape) {
  const double delay = delay_of(device, shape);
  const double slack = device.driftPpm == 0 ? 0 : kDriftSlackSeconds * shape.rate;
  return static_cast<std::int64_t>(delay + slack) + reach_of(device.faults).lag + shape.period +
         2 * look_ahead(device, delay, shape.rate) + 16;
}

/// Columns are outputs of the device, or channels of the air.
std::vector<std::vector<double>> matrix_of(const Device& device, const PathShape& shape) {
  const int outputs = shape.airChannels > 0 ? shape.airChannels : shape.outputs;
  std::vector<std::vector<double>> matrix;
  if (device.matrix.empty()) return matrix;
  for (int input = 0; input < shape.inputs; ++input) {
    const std::vector<double>& row = device.matrix[static_cast<std::size_t>(input)];
    matrix.emplace_back(row.begin(), row.begin() + std::min(outputs, device.outputs));
  }
  return matrix;
}

}  // namespace

double delay_of(const Device& device, const PathShape& shape) {
  if (device.delayFrames) return *device.delayFrames;
  const auto late = device.inAir ? static_cast<std::int64_t>(kLateSeconds * shape.rate) : 0;
  return std::max(kDefaultDelay, static_cast<double>(least_delay(device, shape, kDefaultDelay) + late));
}

std::optional<std::string> find_delay_problem(const Device& device, const PathShape& shape) {
  if (!shape.connected && !device.inAir) return std::nullopt;
  const double delay = delay_of(device, shape);
  const std::int64_t ahead = look_ahead(device, delay, shape.rate);
  const std::int64_t lead = reach_of(device.faults).lead;
  const std::int64_t least = least_delay(device, shape, delay);
  if (delay >= static_cast<double>(least)) return std::nullopt;
  std::string text = "delayFrames of \"" + device.name + "\" must be at least " + std::to_string(least) +
                     " here: one period of " + std::to_string(shape.period);
  if (ahead > 0) text += ", " + std::to_string(ahead) + " for resampling";
  if (lead > 0) text += ", " + std::to_string(lead) + " that its faults drop or bring too early";
  return text;
}

Path::Path(const Device& device, const PathShape& shape)
    : shape_(shape),
      matrix_(matrix_of(device, shape)),
      gain_((device.invert ? -1.0 : 1.0) * (device.gainDb == 0 ? 1.0 : std::pow(10.0, device.gainDb / 20))),
      limits_(device.limiter),
      limiterRelease_(std::exp(-1.0 / (kLimiterReleaseSeconds * shape.rate))),
      delay_(delay_of(device, shape)),
      pace_(1.0 / (1.0 + device.driftPpm * 1e-6)),
      exact_(!shape.connected || is_exact(device, delay_, shape.rate)),
      innerRate_(shape.connected ? inner_rate_of(device, shape.rate) : std::nullopt),
      // Two rectangular noises of width 1 have together an effective value of sqrt(1/6).
      noise_(device.noiseDbfs ? std::pow(10.0, *device.noiseDbfs / 20) * std::sqrt(6.0) : 0.0),
      dc_(device.dc),
      quantizeScale_(device.quantizeBits ? std::ldexp(1.0, *device.quantizeBits - 1) : 0.0),
      outer_(shape.inputs, capacity_for(device, shape)),
      heard_(static_cast<std::size_t>(shape.airChannels), std::vector<double>(static_cast<std::size_t>(shape.period))),
      injector_(device.faults, shape.inputs) {
  for (std::vector<double>& channel : heard_) heardPointers_.push_back(channel.data());
  if (exact_) return;
  if (!innerRate_) {
    toInput_.emplace(kCrossings, 1.0);
    return;
  }
  const double inner = *innerRate_;
  toInner_.emplace(resampler_to_inner(shape.rate, inner));
  toInput_.emplace(resampler_from_inner(shape.rate, inner));
  const double ratio = inner / shape.rate;
  inner_.emplace(shape.inputs, static_cast<std::int64_t>(std::ceil(static_cast<double>(outer_.capacity()) * ratio)) +
                                   2 * toInput_->reach());
  // The filter rings before the first frame, too.
  innerNext_ = -static_cast<std::int64_t>(std::ceil(static_cast<double>(toInner_->reach()) * ratio));
}

void Path::read(double* const* input, std::int64_t frames) noexcept {
  injector_.deliver(*this, input, frames);
  if (quantizeScale_ == 0) return;
  for (int channel = 0; channel < shape_.inputs; ++channel) quantize(input[channel], frames);
}

void Path::write(const double* const* output, std::int64_t frames) noexcept {
  const int outputs = shape_.connected ? shape_.outputs : 0;
  for (std::int64_t i = 0; i < frames; ++i) {
    const std::int64_t frame = written_ + i;
    for (int channel = 0; channel < shape_.inputs; ++channel) {
      outer_.at(channel, frame) = mix(output, outputs, channel, i);
    }
    if (limits_) limit(frame);
  }
  written_ += frames;
  if (innerRate_) fill_inner();
}

double Path::mix(const double* const* output, int outputs, int channel, std::int64_t frame) const noexcept {
  double sample = 0;
  if (matrix_.empty()) {
    if (channel < outputs) sample = output[channel][frame];
  } else {
    const std::vector<double>& row = matrix_[static_cast<std::size_t>(channel)];
    for (int from = 0; from < std::min(outputs, static_cast<int>(row.size())); ++from) {
      // A gain of 0 hears nothing, not even what is no number.
      const double gain = row[static_cast<std::size_t>(from)];
      if (gain != 0) sample += gain * output[from][frame];
    }
  }
  return sample * gain_;
}

void Path::listen(Air& air, double nanoseconds, double step) noexcept {
  air_ = &air;
  airBegin_ = nanoseconds;
  airStep_ = step;
}

void Path::pull_air(double* const* channels, std::int64_t offset, std::int64_t frames) noexcept {
  // The other half of the way lies before the air.
  const double first = airBegin_ + (static_cast<double>(source_) - std::floor(delay_ / 2)) * airStep_;
  air_->read(heardPointers_.data(), 0, frames, first, airStep_);
  for (int channel = 0; channel < shape_.inputs; ++channel) {
    for (std::int64_t i = 0; i < frames; ++i) {
      channels[channel][offset + i] = mix(heardPointers_.data(), shape_.airChannels, channel, i);
    }
  }
}

Path::Slips Path::take_slips() noexcept { return std::exchange(slips_, {}); }

/// Where input frame `frame` lies in the output, in frames of the stream's rate.
double Path::place_of(std::int64_t frame) const noexcept { return static_cast<double>(frame) * pace_ - delay_ - slip_; }

void Path::pull(double* const* channels, std::int64_t offset, std::int64_t frames) noexcept {
  if (air_ != nullptr) {
    pull_air(channels, offset, frames);
  } else if (exact_) {
    const std::int64_t first = source_ - static_cast<std::int64_t>(delay_);
    for (int channel = 0; channel < shape_.inputs; ++channel) {
      for (std::int64_t i = 0; i < frames; ++i) channels[channel][offset + i] = outer_.at(channel, first + i);
    }
  } else {
    if (pace_ != 1.0) slip_if_needed(frames);
    const SampleRing& from = innerRate_ ? *inner_ : outer_;
    const double ratio = innerRate_ ? static_cast<double>(*innerRate_) / shape_.rate : 1.0;
    for (std::int64_t i = 0; i < frames; ++i) {
      const double place = place_of(source_ + i) * ratio;
      const double whole = std::floor(place);
      toInput_->set_fraction(place - whole);
      for (int channel = 0; channel < shape_.inputs; ++channel) {
        channels[channel][offset + i] = toInput_->read(from, channel, static_cast<std::int64_t>(whole));
      }
    }
  }
  if (noise_ != 0) {
    for (int channel = 0; channel < shape_.inputs; ++channel) {
      for (std::int64_t i = 0; i < frames; ++i) {
        const auto position = static_cast<std::uint64_t>(source_ + i) * 2;
        const auto stream = static_cast<std::uint32_t>(channel);
        channels[channel][offset + i] += noise_ * (hashed_fraction(position, stream, kNoiseSeed) -
                                                   hashed_fraction(position + 1, stream, kNoiseSeed));
      }
    }
  }
  if (dc_ != 0) {
    for (int channel = 0; channel < shape_.inputs; ++channel) {
      for (std::int64_t i = 0; i < frames; ++i) channels[channel][offset + i] += dc_;
    }
  }
  source_ += frames;
}

void Path::slip_if_needed(std::int64_t frames) noexcept {
  // Frames of the outer rate that a read needs around its place.
  auto reach = static_cast<double>(toInput_->reach());
  if (innerRate_) {
    reach = (reach + 1) * shape_.rate / *innerRate_ + static_cast<double>(toInner_->reach());
  }
  const double newest = std::ceil(place_of(source_ + frames - 1)) + reach;
  const bool isEmpty = newest >= static_cast<double>(written_);
  const double drifted = static_cast<double>(source_) - place_of(source_) - delay_;
  const bool isFull = drifted > kDriftSlackSeconds * shape_.rate;
  if (!isEmpty && !isFull) return;
  slip_ = static_cast<double>(source_) * pace_ - static_cast<double>(source_);
  (isEmpty ? slips_.underflow : slips_.overflow) = true;
}

void Path::limit(std::int64_t frame) noexcept {
  double peak = 0;
  for (int channel = 0; channel < shape_.inputs; ++channel) peak = std::max(peak, std::abs(outer_.at(channel, frame)));
  limiterLevel_ = std::max(peak, limiterLevel_ * limiterRelease_);
  if (limiterLevel_ <= kLimiterLevel) return;
  const double gain = kLimiterLevel / limiterLevel_;
  for (int channel = 0; channel < shape_.inputs; ++channel) outer_.at(channel, frame) *= gain;
}

void Path::fill_inner() noexcept {
  const std::int64_t inner = *innerRate_;
  while (true) {
    // Position innerNext_ / inner seconds, as whole frames and rest of the outer rate, without rounding.
    const std::int64_t product = innerNext_ * shape_.rate;
    std::int64_t whole = product / inner;
    std::int64_t rest = product % inner;
    if (rest < 0) {
      --whole;
      rest += inner;
    }
    if (whole + toInner_->reach() >= written_) return;
    toInner_->set_fraction(static_cast<double>(rest) / static_cast<double>(inner));
    for (int channel = 0; channel < shape_.inputs; ++channel) {
      inner_->at(channel, innerNext_) = toInner_->read(outer_, channel, whole);
    }
    ++innerNext_;
  }
}

void Path::quantize(double* samples, std::int64_t frames) const noexcept {
  for (std::int64_t i = 0; i < frames; ++i) {
    samples[i] =
        std::clamp(std::nearbyint(samples[i] * quantizeScale_), -quantizeScale_, quantizeScale_ - 1) / quantizeScale_;
  }
}

}  // namespace flexlab::virtual_device
