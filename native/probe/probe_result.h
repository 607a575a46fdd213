#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audio/error.h"
#include "audio/sample_type.h"
#include "probe/recorder.h"

namespace flexlab::probe {

// The twins of the types of the same names in extension/audio/contract.ts.

struct ProbeDevice {
  std::string name;
  std::int32_t channels = 0;
  audio::SampleType sampleType = audio::SampleType::Float32;
};

struct ProbeStream {
  std::string driverName;
  std::int32_t driverVersion = 0;
  std::string backend;
  std::optional<bool> exclusive;
  std::optional<ProbeDevice> input;
  std::optional<ProbeDevice> output;
  double sampleRate = 0;
  std::int32_t bufferFrames = 0;
  std::int32_t minFrames = 0;
  std::int32_t maxFrames = 0;
  std::int32_t preferredFrames = 0;
  std::int32_t granularity = 0;
  /// What getLatencies answers; but a claim that the driver does not believe (negative, not a number, above 10 s)
  /// stands here as the host API made it, so that it can be judged. -2147483648: not a number.
  std::int32_t reportedInputFrames = 0;
  std::int32_t reportedOutputFrames = 0;
};

struct ProbeTiming {
  std::vector<double> entered;   ///< seconds since start() was called
  std::vector<double> duration;  ///< seconds
  std::vector<double> position;  ///< frames
  double openMs = 0;
  double startMs = 0;
  std::optional<double> firstCallbackMs;
};

struct ProbeRecording {
  std::vector<Track> input;
  int codeBits = 24;
  std::uint64_t frames = 0;
};

struct ProbeCounters {
  std::uint64_t bufferSwitches = 0;
  std::uint64_t inputUnderflows = 0;
  std::uint64_t inputOverflows = 0;
  std::uint64_t outputUnderflows = 0;
  std::uint64_t outputOverflows = 0;
  std::uint64_t missedOutputReady = 0;
  std::uint64_t resetRequests = 0;
  std::uint64_t latencyChanges = 0;
  std::uint64_t overloads = 0;
};

struct ProbeResult {
  std::optional<audio::Failure> error;
  bool cancelled = false;
  std::optional<ProbeStream> stream;
  std::optional<ProbeRecording> recording;
  std::optional<ProbeTiming> timing;
  ProbeCounters counters;
  std::optional<double> cpuPercent;
  std::optional<bool> realtime;
};

}  // namespace flexlab::probe
