#pragma once

#include "driver/config.h"

namespace flexlab::windows {

/// Whether two configurations set the same, however they are written.
[[nodiscard]] bool same_settings(const driver::Config& a, const driver::Config& b);

}  // namespace flexlab::windows
