#pragma once

#include <string>

namespace flexlab::audio {

/// Keeps what ALSA and JACK would print on stderr away from there; the last text is kept for error reports.
/// Call it before PortAudio is initialised.
void capture_host_messages() noexcept;

/// Forgets the last text: call it before an operation whose errors shall be told.
void clear_host_message() noexcept;

/// What a host library said last since then; empty when nothing.
[[nodiscard]] std::string last_host_message();

}  // namespace flexlab::audio
