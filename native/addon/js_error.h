#pragma once

#include <napi.h>

#include "audio/error.h"

namespace flexlab::addon {

/// LabError of extension/audio/contract.ts as a plain object.
[[nodiscard]] Napi::Object lab_error(Napi::Env env, const audio::Failure& failure);

/// The same as a JavaScript Error that carries those fields.
[[nodiscard]] Napi::Error js_error(Napi::Env env, const audio::Failure& failure);

}  // namespace flexlab::addon
