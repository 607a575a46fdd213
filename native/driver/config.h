#pragma once

#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include "audio/error.h"

namespace flexlab::driver {

/// The `deviceRegex` option: the text as written, and what it matches (anchored nowhere, case-sensitive).
struct DevicePattern {
  std::string text;
  std::regex pattern;
};

/// One of the tables [input] and [output]. Absent means: the key is not in the file, so its default holds.
struct DirectionConfig {
  std::optional<std::string> device;  ///< full name, or "" to switch the direction off
  std::optional<DevicePattern> deviceRegex;
  std::optional<int> channels;                    ///< 1 ...
  std::optional<std::string> sampleType;          ///< any text: it is judged once the direction has a device
  std::optional<double> suggestedLatencySeconds;  ///< 0 ... 3600
  bool wasapiExclusiveMode = false;
  bool wasapiAutoConvert = true;
  bool wasapiExplicitSampleFormat = true;

  [[nodiscard]] bool switched_off() const noexcept { return device && device->empty(); }
};

/// `clocks` of [flexlab]: whether input and output are opened as one stream, or as two that are joined.
enum class Clocks {
  Auto,  ///< two where the devices are known to be different hardware
  One,
  Two,
};

/// The table [flexlab]: what only this driver has. Stock FlexASIO ignores tables it does not know.
struct LabConfig {
  Clocks clocks = Clocks::Auto;
  /// Whether a rate that the devices do not run at is converted, or refused.
  bool rateConversion = true;

  // What hosts may need that keep to rules of their own.

  bool powersOfTwo = false;       ///< buffers of 2^n frames only are offered
  bool equalSampleTypes = false;  ///< one sample type for both directions
  bool outputReady = true;        ///< false: hosts are told that outputReady is of no use
  // What getBufferSize offers, in frames; absent: as without the option.
  std::optional<std::int32_t> minBufferSamples;
  std::optional<std::int32_t> maxBufferSamples;
  std::optional<std::int32_t> preferredBufferSamples;
  std::optional<std::int32_t> bufferGranularity;
  // Added to what getLatencies answers, in frames: what a measurement found missing.
  std::int32_t inputLatencyCorrection = 0;
  std::int32_t outputLatencyCorrection = 0;

  friend bool operator==(const LabConfig&, const LabConfig&) = default;
};

/// A FlexASIO.toml, read and in range. Keys and tables it does not know are ignored.
struct Config {
  std::optional<std::string> backend;
  std::optional<std::int32_t> bufferSizeSamples;  ///< 1 ... 2147483646
  DirectionConfig input;
  DirectionConfig output;
  LabConfig lab;
};

/// Whether two configurations set the same, however they are written.
[[nodiscard]] bool same_settings(const Config& a, const Config& b);

/// Reads the text of a FlexASIO.toml: TOML 1.0, a leading byte order mark is skipped, an integer is taken where a
/// float is meant. Throws audio::Error `config-invalid` with the table and key at fault.
[[nodiscard]] Config load_config(std::string_view text);

/// What would stop a driver with this configuration on every machine, whatever its devices: a backend that no FlexLab
/// knows (`backend-not-available`), a sample type that does not exist (`config-invalid`), both directions switched off
/// (`no-devices`), a loopback that is exclusive or whose output is (`loopback-exclusive`).
[[nodiscard]] std::optional<audio::Failure> find_hopeless(const Config& config);

/// Which of the two is exclusive: the loopback itself, or the output that it records.
enum class ExclusiveLoopback { Input, Output };
[[nodiscard]] audio::Failure exclusive_loopback(ExclusiveLoopback which);

/// `sampleType` as a Failure when its value is none of the four.
[[nodiscard]] audio::Failure sample_type_failure(std::string_view table, std::string_view value);

}  // namespace flexlab::driver
