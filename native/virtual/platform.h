#pragma once

#include <cstdint>

namespace flexlab::virtual_device {

/// Asks for real-time scheduling of the calling thread; false where it is not granted.
bool request_realtime() noexcept;

/// Sleeps until `nanoseconds` on the clock of audio::real_now(). May wake a little late, never early.
void sleep_until(std::int64_t nanoseconds) noexcept;

/// Ends the process as a crashing driver does.
[[noreturn]] void crash() noexcept;

}  // namespace flexlab::virtual_device
