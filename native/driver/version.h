#pragma once

#include <cstdint>

namespace flexlab::driver {

/// What getDriverVersion answers.
inline constexpr std::int32_t kVersion = 1;

}  // namespace flexlab::driver
