#pragma once

#include <napi.h>

#include "probe/probe_plan.h"

namespace flexlab::addon {

/// Whether a run is on its way; only one at a time can be.
[[nodiscard]] bool probe_is_running() noexcept;

/// Starts a run on a thread of its own. Answers the object that addon.ts calls Probe.
[[nodiscard]] Napi::Object start_probe(Napi::Env env, probe::ProbePlan plan);

/// Ends a run that is still on its way, for a process that wants to exit; waits for it only for a moment.
void end_probe() noexcept;

}  // namespace flexlab::addon
