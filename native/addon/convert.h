#pragma once

#include <napi.h>

#include <optional>

#include "probe/live_frame.h"
#include "probe/probe_plan.h"
#include "probe/probe_result.h"

namespace flexlab::addon {

// Between the types of extension/audio/contract.ts and their twins in native/probe.

/// Null or absent: nothing.
[[nodiscard]] std::optional<probe::ScenarioSource> scenario_of(const Napi::Value& value);
/// Throws Napi::TypeError for a plan that does not have the shape of ProbePlan.
[[nodiscard]] probe::ProbePlan plan_of(const Napi::Value& value);

/// The same for Playback.
[[nodiscard]] probe::Playback playback_of(const Napi::Value& value);

/// The same for LiveView; null: nothing.
[[nodiscard]] std::optional<probe::LiveView> view_of(const Napi::Value& value);

[[nodiscard]] Napi::Value to_js(Napi::Env env, const std::optional<probe::ProbeStream>& stream);
[[nodiscard]] Napi::Value to_js(Napi::Env env, const probe::ProbeResult& result);

}  // namespace flexlab::addon
