#pragma once

#include <napi.h>

#include <memory>

#include "probe/tested_driver.h"

namespace flexlab::addon {

/// asioDrivers() of Addon: null where the system knows no such drivers.
[[nodiscard]] Napi::Value asio_drivers(Napi::Env env);

/// The driver that a plan is about. Throws audio::Error.
[[nodiscard]] std::unique_ptr<probe::TestedDriver> load_driver(const probe::ProbePlan& plan);

}  // namespace flexlab::addon
