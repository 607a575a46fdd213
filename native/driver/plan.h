#pragma once

#include <portaudio.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audio/library.h"
#include "audio/sample_type.h"
#include "driver/config.h"

namespace flexlab::driver {

/// What WASAPI is asked for; other host APIs ignore it.
struct WasapiOptions {
  bool exclusiveMode = false;
  bool autoConvert = true;
  bool explicitSampleFormat = true;
  /// The channel count is the device's own, so its speaker positions hold.
  bool keepChannelMask = true;
};

/// One direction of what will be opened.
struct PlannedSide {
  audio::Device device;
  int channels = 0;
  audio::SampleType sampleType = audio::SampleType::Float32;
  std::optional<double> suggestedLatencySeconds;  ///< absent: three buffers
  WasapiOptions wasapi;

  /// Seconds, for a stream of this rate and buffer size.
  [[nodiscard]] double suggested_latency(double sampleRate, std::int32_t bufferFrames) const noexcept;
};

/// One or both.
struct Directions {
  bool input = true;
  bool output = true;
};

/// What the configuration means on this machine: which backend and devices will be opened, and how.
/// At least one direction is there.
struct Plan {
  std::string backend;
  PaHostApiTypeId backendType = paInDevelopment;
  std::optional<PlannedSide> input;
  std::optional<PlannedSide> output;
  std::optional<std::int32_t> bufferSizeSamples;
  /// Input and output are two streams, joined by a ClockBridge: always where they have two clocks.
  bool apart = false;
  /// Input and output run on clocks of their own.
  bool twoClocks = false;
  LabConfig lab;
  /// A rate that the devices do not run at is converted, see DeviceRates.
  bool convertsRates = true;
  /// Directions that are on the backend's default device because none is named for them, and that would stay on it when
  /// another becomes the default.
  Directions onDefault{.input = false, .output = false};

  /// The highest default rate of the devices, in Hz.
  [[nodiscard]] double default_sample_rate() const noexcept;
  /// Whether WASAPI is asked for the device alone; nothing for backends without that choice.
  [[nodiscard]] std::optional<bool> exclusive() const noexcept;
};

/// What of this machine a plan is made from.
struct Surroundings {
  std::vector<audio::Backend> backends;
  PaHostApiIndex defaultBackend = 0;  ///< index into backends
  /// The sample type of a device's own format, for WASAPI's exclusive mode; may be empty, or answer nothing.
  std::function<std::optional<audio::SampleType>(const audio::Device&)> exclusiveSampleType;
};

/// Throws audio::Error: `backend-not-available`, `device-not-found`, `device-ambiguous`, `no-devices`,
/// `loopback-exclusive`, or `config-invalid` for a sample type that does not exist.
[[nodiscard]] Plan make_plan(const Config& config, const Surroundings& surroundings);

/// ASIO's getBufferSize, in frames.
struct BufferSizes {
  std::int32_t min = 0;
  std::int32_t max = 0;
  std::int32_t preferred = 0;
  std::int32_t granularity = 0;
};

[[nodiscard]] BufferSizes buffer_sizes(const Plan& plan, double sampleRate) noexcept;

}  // namespace flexlab::driver
