#pragma once

#include <napi.h>

namespace flexlab::addon {

/// RunningDriver[] of extension/audio/contract.ts: what the status pages of this machine say now.
[[nodiscard]] Napi::Value running_drivers(Napi::Env env);

}  // namespace flexlab::addon
