#pragma once

#include <string>

#include "probe/session.h"

namespace flexlab::test {

/// 0.2 s of position code through a Virtual device of that scenario, with more configuration after the backend.
inline probe::ProbePlan plan_for(const std::string& scenario, const std::string& config = "") {
  return {.configText = "backend = \"Virtual\"\n" + config,
          .scenario = probe::ScenarioSource{.name = "test.toml", .text = scenario},
          .seconds = 0.2,
          .playback = {.signal = probe::PositionSignal{.seed = 77}}};
}

}  // namespace flexlab::test
