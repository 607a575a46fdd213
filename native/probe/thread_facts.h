#pragma once

#include <cstdint>
#include <optional>

namespace flexlab::probe {

/// CPU time that the calling thread has used, in nanoseconds; a system call.
[[nodiscard]] std::optional<std::int64_t> thread_cpu_time() noexcept;

/// Whether the calling thread is scheduled as a real-time one; a system call.
[[nodiscard]] std::optional<bool> thread_is_realtime() noexcept;

}  // namespace flexlab::probe
