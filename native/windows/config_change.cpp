#include "windows/config_change.h"

#include <tuple>

namespace flexlab::windows {
namespace {

std::optional<std::string> text_of(const std::optional<driver::DevicePattern>& pattern) {
  return pattern ? std::optional(pattern->text) : std::nullopt;
}

bool same(const driver::DirectionConfig& a, const driver::DirectionConfig& b) {
  const auto fields = [](const driver::DirectionConfig& side) {
    return std::tie(side.device, side.channels, side.sampleType, side.suggestedLatencySeconds, side.wasapiExclusiveMode,
                    side.wasapiAutoConvert, side.wasapiExplicitSampleFormat);
  };
  return fields(a) == fields(b) && text_of(a.deviceRegex) == text_of(b.deviceRegex);
}

}  // namespace

bool same_settings(const driver::Config& a, const driver::Config& b) {
  return a.backend == b.backend && a.bufferSizeSamples == b.bufferSizeSamples && same(a.input, b.input) &&
         same(a.output, b.output) && a.lab == b.lab;
}

}  // namespace flexlab::windows
