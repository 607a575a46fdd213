#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "probe/signal.h"

namespace flexlab::probe {

struct ScenarioSource {
  std::string name;  ///< what messages call it by
  std::string text;
};

/// A driver of the machine's list.
struct AsioTarget {
  std::string name;   ///< as the list has it
  std::string clsid;  ///< "{…}"
};

/// ProbePlan of extension/audio/contract.ts: one run of the driver as a music program would run it.
struct ProbePlan {
  std::string configText;
  std::optional<std::string> configFile;     ///< where that text belongs, absolute; for the status page
  std::optional<ScenarioSource> scenario;    ///< absent: the built-in one
  std::optional<AsioTarget> asio;            ///< absent: our own driver, with that configuration
  std::optional<double> sampleRate;          ///< Hz; absent: what the driver starts with
  std::optional<std::int32_t> bufferFrames;  ///< absent: what the driver prefers
  std::optional<double> seconds;             ///< of stream time; absent: until cancelled, and nothing is recorded
  Playback playback;                         ///< may change while it runs
};

}  // namespace flexlab::probe
