#include "driver/device_rates.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "driver/rate_bridge.h"

namespace flexlab::driver {
namespace {

/// What devices run at, beside the rate that each calls its own.
constexpr double kUsualRates[] = {8000,  11025, 16000,  22050,  32000,  44100,  48000,
                                  88200, 96000, 176400, 192000, 352800, 384000, 768000};
/// Conversion over more than that helps nobody, and its tables would become long.
constexpr double kMostRatio = 10;

using Ask = std::function<std::optional<audio::Failure>(double sampleRate)>;

bool is_whole(double rate) { return rate >= 1 && rate == std::floor(rate) && rate <= 10'000'000; }

bool is_convertible(double deviceRate, double hostRate) {
  return is_whole(deviceRate) && is_whole(hostRate) && deviceRate <= kMostRatio * hostRate &&
         deviceRate * kMostRatio >= hostRate;
}

/// In the order in which they are tried.
std::vector<double> candidates_for(double hostRate, const Plan& plan) {
  std::vector<double> rates(std::begin(kUsualRates), std::end(kUsualRates));
  if (plan.input) rates.push_back(plan.input->device.defaultSampleRate);
  if (plan.output) rates.push_back(plan.output->device.defaultSampleRate);
  std::erase_if(rates, [&](double rate) { return rate == hostRate || !is_convertible(rate, hostRate); });
  std::sort(rates.begin(), rates.end());
  rates.erase(std::unique(rates.begin(), rates.end()), rates.end());
  const auto above = std::upper_bound(rates.begin(), rates.end(), hostRate);
  std::reverse(rates.begin(), above);
  std::rotate(rates.begin(), above, rates.end());
  return rates;
}

/// Whether another rate might do: not where a device is busy, say. WASAPI does not tell which part of a format it
/// refuses in exclusive mode.
bool is_about_rate(const audio::Failure& failure) {
  return failure.code == "sample-rate-not-supported" || failure.code == "format-not-supported";
}

double choose(const Plan& plan, double hostRate, const Ask& ask, std::optional<audio::Failure>& obstacle) {
  std::optional<audio::Failure> failure = ask(hostRate);
  if (!failure) return hostRate;
  if (plan.convertsRates && is_whole(hostRate) && is_about_rate(*failure)) {
    for (const double rate : candidates_for(hostRate, plan)) {
      if (!ask(rate)) return rate;
    }
  }
  obstacle = std::move(failure);
  return hostRate;
}

/// A loopback brings what Windows mixes, at that rate and no other.
double loopback_rate(const Plan& plan, double hostRate, std::optional<audio::Failure>& obstacle) {
  const audio::Device& device = plan.input->device;
  const double rate = device.defaultSampleRate;
  if (rate == hostRate || (plan.convertsRates && is_convertible(rate, hostRate))) return rate;
  obstacle = {.code = "sample-rate-not-supported",
              .message = "\"" + device.name + "\" runs at " + std::to_string(std::lround(rate)) + " Hz alone.",
              .hint = plan.convertsRates ? "Choose that rate in your program."
                                         : "Choose that rate in your program, or set rateConversion = true.",
              .table = "input",
              .key = "device"};
  return rate;
}

}  // namespace

audio::StreamSide stream_side(const Plan& plan, const PlannedSide& side, double sampleRate, std::int32_t frames) {
  audio::StreamSide stream{.device = side.device.index,
                           .channels = side.channels,
                           .sampleType = side.sampleType,
                           .suggestedLatency = side.suggested_latency(sampleRate, frames)};
  if (plan.backendType == paWASAPI) {
    stream.wasapi = {.exclusive = side.wasapi.exclusiveMode,
                     .autoConvert = side.wasapi.autoConvert,
                     .explicitSampleFormat = side.wasapi.explicitSampleFormat,
                     .channelMask = side.wasapi.keepChannelMask ? side.device.channelMask : 0};
  }
  return stream;
}

DeviceRates choose_rates(const Plan& plan, double hostRate, std::int32_t frames, Directions wanted) {
  const auto asking = [&](bool input, bool output) -> Ask {
    return [&plan, hostRate, frames, input, output](double rate) {
      const std::int32_t deviceFrames =
          rate == hostRate
              ? frames
              : RateBridge::device_frames(static_cast<std::int64_t>(rate), static_cast<std::int64_t>(hostRate), frames);
      audio::StreamSettings settings{.sampleRate = rate, .framesPerBuffer = static_cast<unsigned long>(deviceFrames)};
      if (input) settings.input = stream_side(plan, *plan.input, rate, deviceFrames);
      if (output) settings.output = stream_side(plan, *plan.output, rate, deviceFrames);
      return audio::find_obstacle(settings);
    };
  };
  const bool input = plan.input && wanted.input;
  const bool output = plan.output && wanted.output;
  const bool apart = plan.apart && input && output;
  const bool loopback = input && plan.input->device.isLoopback;
  DeviceRates rates{.stream = hostRate, .capture = hostRate, .obstacle = std::nullopt};
  if (loopback) {
    rates.capture = loopback_rate(plan, hostRate, rates.obstacle);
  } else if (apart) {
    rates.capture = choose(plan, hostRate, asking(true, false), rates.obstacle);
  }
  if (rates.obstacle) return rates;
  if (loopback && !output) {
    rates.stream = rates.capture;
    return rates;
  }
  rates.stream = choose(plan, hostRate, asking(input && !apart, output), rates.obstacle);
  if (!apart) rates.capture = rates.stream;
  return rates;
}

}  // namespace flexlab::driver
