#pragma once

#include <memory>

#include "probe/tested_driver.h"

namespace flexlab::asio_host {

/// The driver that `plan.asio` names, made by COM in the apartment of this thread, as hosts do: drivers know no other.
/// Throws audio::Error `asio-driver-not-loaded`.
[[nodiscard]] std::unique_ptr<probe::TestedDriver> installed_driver(const probe::ProbePlan& plan);

}  // namespace flexlab::asio_host
