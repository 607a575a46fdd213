#include "driver/plan.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "driver/same_hardware.h"

namespace flexlab::driver {
namespace {

using audio::Backend;
using audio::Device;
using audio::Error;
using audio::Failure;

constexpr double kRateWithoutDevices = 44100;
/// Smaller buffers gain nothing that a host could use.
constexpr double kSmallestBuffer = 32;

enum class Direction { Input, Output };

std::string_view name_of(Direction direction) { return direction == Direction::Input ? "input" : "output"; }

int channels_of(const Device& device, Direction direction) {
  return direction == Direction::Input ? device.inputChannels : device.outputChannels;
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

/// `"A", "B"`: at most five, so that a message stays one.
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + quoted(names[i]);
  if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
  return text;
}

const Backend& choose_backend(const Config& config, const Surroundings& surroundings) {
  const std::vector<Backend>& backends = surroundings.backends;
  if (config.backend) {
    const auto named = std::find_if(backends.begin(), backends.end(),
                                    [&](const Backend& backend) { return backend.name == *config.backend; });
    if (named != backends.end()) return *named;
    std::vector<std::string> names;
    names.reserve(backends.size());
    for (const Backend& backend : backends) names.push_back(backend.name);
    throw Error({.code = "backend-not-available",
                 .message = "Backend " + quoted(*config.backend) + " is not on this machine.",
                 .hint = names.empty() ? "No backend is here." : "Here are: " + listed(names) + '.',
                 .table = "top",
                 .key = "backend"});
  }
  const auto directSound = std::find_if(backends.begin(), backends.end(),
                                        [](const Backend& backend) { return backend.type == paDirectSound; });
  if (directSound != backends.end()) return *directSound;
  for (const Backend& backend : backends) {
    if (backend.index == surroundings.defaultBackend) return backend;
  }
  throw Error({.code = "no-devices",
               .message = "No sound system was found on this machine.",
               .hint = "Set backend = \"Virtual\" to try FlexLab without one.",
               .table = "top",
               .key = "backend"});
}

/// Why a configured device cannot be told; `wanted` is the value as messages show it.
Error not_one_device(const std::vector<const Device*>& found, const Backend& backend, Direction direction,
                     std::string key, const std::string& wanted) {
  const std::string table(name_of(direction));
  const bool byRegex = key == "deviceRegex";
  if (found.empty()) {
    std::vector<std::string> there;
    for (const Device& device : backend.devices) {
      if (channels_of(device, direction) > 0) there.push_back(device.name);
    }
    return Error({.code = "device-not-found",
                  .message = std::string("No ") + table + " device of " + backend.name +
                             (byRegex ? " matches " : " is called ") + wanted + '.',
                  .hint = there.empty() ? backend.name + " has no " + table + " devices here."
                                        : "There are: " + listed(there) + '.',
                  .table = table,
                  .key = std::move(key)});
  }
  std::vector<std::string> names;
  names.reserve(found.size());
  for (const Device* device : found) names.push_back(device->name);
  return Error({.code = "device-ambiguous",
                .message = std::to_string(found.size()) + ' ' + table + " devices of " + backend.name +
                           (byRegex ? " match " : " are called ") + wanted + ": " + listed(names) + '.',
                .hint = byRegex ? "Write a regular expression that only one of them matches."
                                : "Rename one of them in the system, or choose another device.",
                .table = table,
                .key = std::move(key)});
}

std::optional<Device> choose_device(const DirectionConfig& config, const Backend& backend, Direction direction) {
  if (config.switched_off()) return std::nullopt;
  if (!config.device && !config.deviceRegex) {
    for (const Device& device : backend.devices) {
      const bool isDefault = direction == Direction::Input ? device.isDefaultInput : device.isDefaultOutput;
      if (isDefault && channels_of(device, direction) > 0) return device;
    }
    return std::nullopt;
  }
  std::vector<const Device*> found;
  try {
    for (const Device& device : backend.devices) {
      if (channels_of(device, direction) < 1) continue;
      const bool matches =
          config.device ? device.name == *config.device : std::regex_search(device.name, config.deviceRegex->pattern);
      if (matches) found.push_back(&device);
    }
  } catch (const std::regex_error&) {
    throw Error({.code = "config-invalid",
                 .message = "deviceRegex in [" + std::string(name_of(direction)) + "] is too costly to match.",
                 .hint = "Write a simpler regular expression.",
                 .table = std::string(name_of(direction)),
                 .key = "deviceRegex"});
  }
  if (found.size() == 1) return *found.front();
  throw not_one_device(found, backend, direction, config.device ? "device" : "deviceRegex",
                       quoted(config.device ? *config.device : config.deviceRegex->text));
}

audio::SampleType choose_sample_type(const DirectionConfig& config, const Device& device, const Backend& backend,
                                     Direction direction, const Surroundings& surroundings) {
  if (config.sampleType) {
    if (const auto type = audio::sample_type_named(*config.sampleType)) return *type;
    throw Error(sample_type_failure(name_of(direction), *config.sampleType));
  }
  if (backend.type == paWASAPI && config.wasapiExclusiveMode && surroundings.exclusiveSampleType) {
    return surroundings.exclusiveSampleType(device).value_or(audio::SampleType::Float32);
  }
  return audio::SampleType::Float32;
}

std::optional<PlannedSide> plan_side(const DirectionConfig& config, const Backend& backend, Direction direction,
                                     const Surroundings& surroundings) {
  std::optional<Device> device = choose_device(config, backend, direction);
  if (!device) return std::nullopt;
  return PlannedSide{.device = *device,
                     .channels = config.channels.value_or(channels_of(*device, direction)),
                     .sampleType = choose_sample_type(config, *device, backend, direction, surroundings),
                     .suggestedLatencySeconds = config.suggestedLatencySeconds,
                     .wasapi = {.exclusiveMode = config.wasapiExclusiveMode,
                                .autoConvert = config.wasapiAutoConvert,
                                .explicitSampleFormat = config.wasapiExplicitSampleFormat,
                                .keepChannelMask = !config.channels.has_value()}};
}

/// The type that the file names for one direction holds for both; without one, the type that loses nothing of either.
void make_types_equal(const Config& config, PlannedSide& input, PlannedSide& output) {
  const auto precision = [](audio::SampleType type) {
    return type == audio::SampleType::Float32 ? 5 : static_cast<int>(audio::bytes_of(type));
  };
  const bool byInput = config.input.sampleType || config.output.sampleType
                           ? config.input.sampleType.has_value()
                           : precision(input.sampleType) > precision(output.sampleType);
  const audio::SampleType type = byInput ? input.sampleType : output.sampleType;
  for (PlannedSide* side : {&input, &output}) {
    if (side->sampleType == type) continue;
    side->sampleType = type;
    // The device speaks another one: PortAudio converts.
    side->wasapi.explicitSampleFormat = false;
  }
}

Failure nothing_to_open(const Config& config, const Backend& backend) {
  if (config.input.switched_off() && config.output.switched_off()) {
    return {.code = "no-devices",
            .message = "Both directions are switched off: there is nothing to open.",
            .hint = "Remove device = \"\" from [input] or [output].",
            .table = "output",
            .key = "device"};
  }
  return {.code = "no-devices",
          .message = backend.name + " has no device that could be opened.",
          .hint = "Connect a device, name one with device, or choose another backend.",
          .table = "top",
          .key = "backend"};
}

/// Windows mixes nothing for a device that one program has for itself.
void refuse_exclusive_loopback(const Plan& plan) {
  if (!plan.input || !plan.input->device.isLoopback) return;
  if (plan.input->wasapi.exclusiveMode) throw Error(exclusive_loopback(ExclusiveLoopback::Input));
  if (plan.output && plan.output->wasapi.exclusiveMode && plan.output->device.index == plan.input->device.index) {
    throw Error(exclusive_loopback(ExclusiveLoopback::Output));
  }
}

bool have_two_clocks(const Plan& plan) {
  if (plan.lab.clocks != Clocks::Auto) return plan.lab.clocks == Clocks::Two;
  // What an output plays is on the output's clock. Of two outputs we cannot know, and following costs nothing but bits.
  if (plan.input->device.isLoopback) return plan.input->device.index != plan.output->device.index;
  return are_different_hardware(plan.backendType, plan.input->device, plan.output->device);
}

}  // namespace

double PlannedSide::suggested_latency(double sampleRate, std::int32_t bufferFrames) const noexcept {
  return suggestedLatencySeconds.value_or(3.0 * bufferFrames / sampleRate);
}

double Plan::default_sample_rate() const noexcept {
  double rate = 0;
  if (input) rate = std::max(rate, input->device.defaultSampleRate);
  if (output) rate = std::max(rate, output->device.defaultSampleRate);
  return rate > 0 ? rate : kRateWithoutDevices;
}

std::optional<bool> Plan::exclusive() const noexcept {
  if (backendType != paWASAPI) return std::nullopt;
  return (input && input->wasapi.exclusiveMode) || (output && output->wasapi.exclusiveMode);
}

Plan make_plan(const Config& config, const Surroundings& surroundings) {
  const Backend& backend = choose_backend(config, surroundings);
  Plan plan{.backend = backend.name,
            .backendType = backend.type,
            .input = plan_side(config.input, backend, Direction::Input, surroundings),
            .output = plan_side(config.output, backend, Direction::Output, surroundings),
            .bufferSizeSamples = config.bufferSizeSamples,
            .convertsRates = config.lab.rateConversion};
  if (!plan.input && !plan.output) throw Error(nothing_to_open(config, backend));
  plan.lab = config.lab;
  if (config.lab.equalSampleTypes && plan.input && plan.output) make_types_equal(config, *plan.input, *plan.output);
  // MME and DirectSound have a device for "the default, whichever it is"; WDM-KS does not know the system's.
  const bool follows = backend.type == paMME || backend.type == paDirectSound || backend.type == paWDMKS;
  const auto unnamed = [&](const DirectionConfig& side) { return !follows && !side.device && !side.deviceRegex; };
  plan.onDefault = {.input = plan.input && unnamed(config.input), .output = plan.output && unnamed(config.output)};
  if (plan.input && plan.output) {
    plan.twoClocks = have_two_clocks(plan);
    // PortAudio opens no loopback, so it is a stream of its own in any case.
    plan.apart = plan.twoClocks || plan.input->device.isLoopback;
  }
  refuse_exclusive_loopback(plan);
  return plan;
}

namespace {

BufferSizes in_powers_of_two(BufferSizes sizes) noexcept {
  const auto up = [](std::int32_t frames) {
    constexpr std::uint32_t most = std::uint32_t{1} << 30;
    return static_cast<std::int32_t>(std::bit_ceil(std::min(static_cast<std::uint32_t>(frames), most)));
  };
  sizes.min = up(sizes.min);
  sizes.max = std::max(sizes.min, static_cast<std::int32_t>(std::bit_floor(static_cast<std::uint32_t>(sizes.max))));
  sizes.preferred = std::clamp(up(sizes.preferred), sizes.min, sizes.max);
  sizes.granularity = -1;
  return sizes;
}

/// Hosts reach what lies whole steps above the smallest only.
BufferSizes in_steps(BufferSizes sizes, std::int32_t step) noexcept {
  sizes.max -= (sizes.max - sizes.min) % step;
  sizes.preferred = std::min(sizes.preferred - (sizes.preferred - sizes.min) % step, sizes.max);
  sizes.granularity = step;
  return sizes;
}

/// With what [flexlab] says of it.
BufferSizes adjusted(BufferSizes sizes, const LabConfig& lab) noexcept {
  sizes.min = lab.minBufferSamples.value_or(std::min(sizes.min, lab.maxBufferSamples.value_or(sizes.min)));
  sizes.max = lab.maxBufferSamples.value_or(std::max(sizes.max, sizes.min));
  if (lab.preferredBufferSamples) {
    sizes.preferred = *lab.preferredBufferSamples;
    sizes.min = std::min(sizes.min, sizes.preferred);
    sizes.max = std::max(sizes.max, sizes.preferred);
  }
  sizes.preferred = std::clamp(sizes.preferred, sizes.min, sizes.max);
  sizes = lab.powersOfTwo ? in_powers_of_two(sizes)
                          : in_steps(sizes, std::max(1, lab.bufferGranularity.value_or(sizes.granularity)));
  if (sizes.min == sizes.max) sizes.granularity = 0;
  return sizes;
}

}  // namespace

BufferSizes buffer_sizes(const Plan& plan, double sampleRate) noexcept {
  if (plan.bufferSizeSamples) {
    return adjusted(
        {.min = *plan.bufferSizeSamples, .max = *plan.bufferSizeSamples, .preferred = *plan.bufferSizeSamples},
        plan.lab);
  }
  // DirectSound captures in coarse grains: smaller buffers than 10 ms do not work there.
  const double minSeconds = plan.backendType == paDirectSound && plan.input ? 0.010 : 0.001;
  const auto frames = [&](double seconds) {
    return static_cast<std::int32_t>(std::max(kSmallestBuffer, sampleRate * seconds));
  };
  return adjusted({.min = frames(minSeconds), .max = frames(1), .preferred = frames(0.02), .granularity = 1}, plan.lab);
}

}  // namespace flexlab::driver
