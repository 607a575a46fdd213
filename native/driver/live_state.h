#pragma once

#include <portaudio.h>

#include <atomic>
#include <cstdint>
#include <thread>

namespace flexlab::driver {

/// What the driver has to tell a host: bits of LiveState::notices.
namespace notice {
inline constexpr unsigned kResetRequest = 1;
inline constexpr unsigned kLatenciesChanged = 2;
inline constexpr unsigned kOverload = 4;
inline constexpr unsigned kConfigChanged = 16;  ///< a reset request too, but one that can be taken back
inline constexpr unsigned kResync = 8;          ///< sound was missing: devices went away, or came back
}  // namespace notice

/// How the host's output reaches the device.
enum class OutputPath : int {
  Undecided,  ///< not before the first bufferSwitch of a run has shown it
  Direct,     ///< the host says outputReady: in the callback in which it was asked for
  Late,       ///< the host does not: one buffer later
};

/// What is known of the host's calls of outputReady, over the life of a driver.
enum class OutputReady : int {
  Unseen,
  Seen,
  Broken,  ///< it stopped calling it while we waited: never wait again
};

/// Counts of one run; written by the audio thread.
struct Counters {
  std::atomic<std::uint64_t> bufferSwitches{0};
  std::atomic<std::uint64_t> inputUnderflows{0};
  std::atomic<std::uint64_t> inputOverflows{0};
  std::atomic<std::uint64_t> outputUnderflows{0};
  std::atomic<std::uint64_t> outputOverflows{0};
  std::atomic<std::uint64_t> missedOutputReady{0};
  std::atomic<std::uint64_t> lateCallbacks{0};        ///< took longer than the buffer lasts
  std::atomic<std::uint64_t> unexpectedCallbacks{0};  ///< came with another number of frames: answered by silence

  void reset() noexcept {
    for (auto* counter : {&bufferSwitches, &inputUnderflows, &inputOverflows, &outputUnderflows, &outputOverflows,
                          &missedOutputReady, &lateCallbacks, &unexpectedCallbacks}) {
      counter->store(0, std::memory_order_relaxed);
    }
  }
};

/// Adds one to a counter that only this thread writes: no locked instruction.
inline void count(std::atomic<std::uint64_t>& counter) noexcept {
  counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

/// Sample position and time of the last bufferSwitch. One writer, any number of readers, nobody waits for long.
class SampleClock {
 public:
  struct Reading {
    std::uint64_t position = 0;    ///< frames
    std::int64_t nanoseconds = 0;  ///< on audio::now()
  };

  void set(Reading reading) noexcept {
    const std::uint32_t sequence = sequence_.load(std::memory_order_relaxed);
    sequence_.store(sequence + 1, std::memory_order_relaxed);
    // Whoever sees a new value sees the odd number too (fences would do the same, but the thread sanitizer takes none).
    position_.store(reading.position, std::memory_order_release);
    nanoseconds_.store(reading.nanoseconds, std::memory_order_release);
    sequence_.store(sequence + 2, std::memory_order_release);
  }

  [[nodiscard]] Reading get() const noexcept {
    for (;;) {
      const std::uint32_t before = sequence_.load(std::memory_order_acquire);
      const Reading reading{.position = position_.load(std::memory_order_acquire),
                            .nanoseconds = nanoseconds_.load(std::memory_order_acquire)};
      if ((before & 1) == 0 && sequence_.load(std::memory_order_relaxed) == before) return reading;
    }
  }

 private:
  std::atomic<std::uint32_t> sequence_{0};
  std::atomic<std::uint64_t> position_{0};
  std::atomic<std::int64_t> nanoseconds_{0};
};

/// What the audio thread, the host's threads and the notifier share. It lives as long as the longest of them, so a host
/// may call outputReady and getSamplePosition from any thread at any time: they touch nothing else.
struct LiveState {
  std::atomic<bool> loaded{false};
  std::atomic<bool> running{false};
  /// Set when stop begins: callbacks that still come leave the host alone.
  std::atomic<bool> finishing{false};
  /// A device is away while running: silence is in its place.
  std::atomic<bool> lost{false};
  /// How often that began in this run.
  std::atomic<std::uint32_t> losses{0};

  /// Directions whose default device is another: asked for by Driver::default_device_changed, taken by the
  /// DeviceKeeper.
  std::atomic<bool> defaultInputChanged{false};
  std::atomic<bool> defaultOutputChanged{false};

  std::atomic<std::uint32_t> outputReadyCalls{0};
  std::atomic<OutputReady> outputReady{OutputReady::Unseen};
  std::atomic<OutputPath> outputPath{OutputPath::Undecided};
  /// What getLatencies counted on when it was last asked since createBuffers; Undecided: not asked.
  std::atomic<OutputPath> toldPath{OutputPath::Undecided};

  /// The thread that is inside the host's bufferSwitch, if any.
  std::atomic<std::thread::id> insideCallback{};

  /// By the host API's own clock in the last callback, seconds: the age of the newest input frame, and how long until
  /// the first output frame sounds. 0: it does not tell.
  std::atomic<double> inputAge{0};
  std::atomic<double> outputAhead{0};

  std::atomic<unsigned> notices{0};
  SampleClock clock;
  Counters counters;

  void note_queues(const PaStreamCallbackTimeInfo& time) noexcept {
    const auto known = [&](double moment) { return moment != 0 && time.currentTime != 0; };
    inputAge.store(known(time.inputBufferAdcTime) ? time.currentTime - time.inputBufferAdcTime : 0,
                   std::memory_order_relaxed);
    outputAhead.store(known(time.outputBufferDacTime) ? time.outputBufferDacTime - time.currentTime : 0,
                      std::memory_order_relaxed);
  }

  void post(unsigned bits) noexcept { notices.fetch_or(bits, std::memory_order_release); }
  /// What has not been told yet is not told any more.
  void take_back(unsigned bits) noexcept { notices.fetch_and(~bits, std::memory_order_acq_rel); }

  /// A device went away.
  void lose() noexcept {
    if (!lost.exchange(true, std::memory_order_acq_rel)) losses.fetch_add(1, std::memory_order_release);
  }

  /// Whether the output is one buffer later than the callback that asked for it, as far as can be told now.
  [[nodiscard]] OutputPath expected_path() const noexcept {
    const OutputPath path = outputPath.load(std::memory_order_acquire);
    if (path != OutputPath::Undecided) return path;
    return outputReady.load(std::memory_order_acquire) == OutputReady::Seen ? OutputPath::Direct : OutputPath::Late;
  }

  /// Lets the host know when what it was told by getLatencies does not hold any more.
  void check_told_path() noexcept {
    const OutputPath told = toldPath.load(std::memory_order_acquire);
    if (told != OutputPath::Undecided && told != expected_path()) post(notice::kLatenciesChanged);
  }
};

}  // namespace flexlab::driver
