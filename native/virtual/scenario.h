#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audio/sample_type.h"

namespace flexlab::virtual_device {

enum class Clock { Real, Fast };

enum class FaultKind { Drop, Insert, Repeat, Reorder, Zero, Corrupt, Stall, Vanish };

/// Something that goes wrong at one frame of the delivered input.
struct Fault {
  std::int64_t at = 0;  ///< input stream position
  FaultKind kind = FaultKind::Drop;
  std::int64_t frames = 0;     ///< all but stall and vanish
  double seconds = 0;          ///< stall; vanish: how long it cannot be opened then
  std::optional<int> channel;  ///< zero, corrupt: one channel; absent: all
};

/// How opening and stopping misbehave.
struct OpenBehaviour {
  std::string refuse;  ///< empty: opens
  double hangSeconds = 0;
  double stopHangSeconds = 0;
  bool crash = false;
};

/// What becomes of a device's vanish faults: kept from one audio::Library to the next.
struct Absence {
  std::atomic<std::size_t> vanished{0};  ///< how many of them have happened
  std::atomic<std::int64_t> backAt{0};   ///< when it is back from the last of them, on audio::now()
};

/// One device of a scenario; the keys and their meaning are in the README of examples/scenarios.
struct Device {
  std::string name = "Virtual Cable";
  int inputs = 2;
  int outputs = 2;
  std::vector<int> rates = {44100, 48000, 96000};
  int defaultRate = 48000;
  std::vector<audio::SampleType> formats = {audio::kSampleTypes.begin(), audio::kSampleTypes.end()};
  int period = 0;                              ///< frames; 0: what the stream asks for
  std::optional<double> delayFrames;           ///< absent: 960, or what it takes where that is more
  std::optional<double> claimedInputLatency;   ///< seconds, any number; absent: the truth
  std::optional<double> claimedOutputLatency;  ///< seconds, any number; absent: the truth
  double driftPpm = 0;
  double clockPpm = 0;  ///< how much faster than real time the device's clock runs
  std::string hears;    ///< the device whose output is heard by an input stream of its own; empty: this one
  double gainDb = 0;
  bool invert = false;
  bool inAir = false;  ///< it hears another device, or another hears it: two streams, each on a clock of its own
  std::optional<double> noiseDbfs;
  double dc = 0;  ///< constant part that is added, full scale 1
  std::optional<int> quantizeBits;
  std::optional<int> innerRate;
  std::vector<std::vector<double>> matrix;  ///< rows: inputs, columns: outputs; empty: identity
  bool limiter = false;
  double jitterMs = 0;
  bool exclusive = false;
  std::optional<bool> isDefault;
  std::vector<Fault> faults;
  std::shared_ptr<Absence> absence = std::make_shared<Absence>();
  OpenBehaviour open;
};

struct Scenario {
  Clock clock = Clock::Real;
  std::vector<Device> devices;
};

/// Reads a scenario. `name` is what messages call it by, usually its file name.
/// Throws audio::Error `scenario-invalid` that names file, line, table and key.
[[nodiscard]] Scenario parse_scenario(std::string_view name, std::string_view text);

/// The scenario that holds when none is set: one bit-perfect device `Virtual Cable`.
[[nodiscard]] Scenario default_scenario();

/// Sets, for the whole process, the scenario that the next audio::Library finds. Throws like parse_scenario.
void set_scenario(std::string_view name, std::string_view text);

/// Back to default_scenario().
void reset_scenario();

/// What the next audio::Library will find.
[[nodiscard]] Scenario current_scenario();

}  // namespace flexlab::virtual_device
