#pragma once

#include <portaudio.h>

#include <cstdint>

#include "driver/abi.h"
#include "driver/buffers.h"
#include "driver/host.h"
#include "driver/live_state.h"
#include "log/event_ring.h"
#include "status/publisher.h"

namespace flexlab::driver {

/// A running driver: what the audio thread does between start and stop. It is made before the first callback comes and
/// destroyed after the last.
///
/// Callback number k has the stream frames from k * frames on. It copies them to half k % 2 of the host's buffers and
/// calls bufferSwitch(k % 2) with that position. What then goes out:
/// - direct: the same half, in the same callback, as soon as the host has said outputReady. Not a frame is added.
/// - late: the other half, which the host filled during the previous call. One buffer is added.
/// So position n is frame n of the stream's input either way.
///
/// A host that says outputReady from a thread of its own is waited for until half a buffer after the callback began,
/// by looking at an atomic. When it lets that pass, the path becomes late for good: waiting on would turn every slow
/// moment of the host into a glitch, and a host that gave up calling would be waited for for ever.
class Running {
 public:
  struct Setup {
    double sampleRate = 0;  ///< Hz
    std::int32_t frames = 0;
    std::uint64_t firstPosition = 0;  ///< 0 except in tests
    status::Publisher* publisher = nullptr;
    log::EventRing* events = nullptr;  ///< null: the log is off
  };

  Running(const Host& host, const Buffers& buffers, LiveState& live, const Setup& setup);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// From here on callbacks give silence and leave the host alone.
  void finish() noexcept { live_.finishing.store(true, std::memory_order_release); }

  /// The work of one callback, in real time.
  void process(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags) noexcept;

 private:
  [[nodiscard]] bool finishing() const noexcept { return live_.finishing.load(std::memory_order_acquire); }
  void note(PaStreamCallbackFlags flags) noexcept;
  void note_loss() noexcept;
  /// For the log: `words` is a literal.
  void note_event(const char* words, std::int64_t value = 0) noexcept;
  void switch_buffers(std::int64_t entered) noexcept;
  void choose_output(void* output, std::uint32_t callsBefore, std::int64_t entered) noexcept;
  [[nodiscard]] bool ready_in_time(std::uint32_t callsBefore, std::int64_t entered) const noexcept;
  void take(OutputPath path) noexcept;
  void publish() noexcept;

  const Host& host_;
  const Buffers& buffers_;
  LiveState& live_;
  const Setup setup_;
  const std::int64_t bufferNanoseconds_;
  const std::int64_t wallOffset_;  ///< from audio::real_now() to the calendar
  const float peakFall_;           ///< what a peak is multiplied by for each buffer

  int half_ = 0;
  bool first_ = true;
  bool wasLost_ = false;
  OutputPath path_ = OutputPath::Undecided;
  std::uint64_t position_;
  status::Pulse pulse_{};
};

}  // namespace flexlab::driver
