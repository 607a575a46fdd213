#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "probe/live_frame.h"
#include "probe/session.h"

namespace flexlab::test {

/// 0.2 s of position code through a Virtual device of that scenario, with more configuration after the backend.
inline probe::ProbePlan plan_for(const std::string& scenario, const std::string& config = "") {
  return {.configText = "backend = \"Virtual\"\n" + config,
          .scenario = probe::ScenarioSource{.name = "test.toml", .text = scenario},
          .seconds = 0.2,
          .playback = {.signal = probe::PositionSignal{.seed = 77}}};
}

/// What a run tells of itself while it goes on; for one thread.
inline double live_field(probe::Session& session, probe::live::Field field) {
  std::vector<std::byte> frame(probe::live::kMostBytes);
  session.write_live(frame);
  double value = 0;
  std::memcpy(&value, frame.data() + sizeof value * static_cast<std::size_t>(field), sizeof value);
  return value;
}

}  // namespace flexlab::test
