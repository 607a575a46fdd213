#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "driver/abi.h"
#include "probe/player.h"
#include "probe/probe_result.h"
#include "probe/recorder.h"
#include "probe/telemetry.h"
#include "probe/tested_driver.h"

namespace flexlab::probe {

/// The host that a driver calls back: plays, records and takes the time in bufferSwitch, counts the driver's messages.
/// ASIO's callbacks carry no context, so there can be one of these at a time.
class HostSide {
 public:
  struct Setup {
    std::vector<driver::abi::BufferInfo> buffers;  ///< inputs first, then outputs, each from channel 0 on
    std::uint32_t inputs = 0;
    std::uint32_t outputs = 0;
    audio::SampleType inputType = audio::SampleType::Float32;
    audio::SampleType outputType = audio::SampleType::Float32;
    std::int32_t frames = 0;
    double sampleRate = 0;
    Playback playback;
    PlaybackInbox* inbox = nullptr;  ///< outlives this; brings what is played next
    Telemetry* telemetry = nullptr;  ///< outlives this; is told of each bufferSwitch
    int codeBits = 24;
    std::uint64_t recordFrames = 0;  ///< 0: runs until it is stopped, and nothing is recorded
    /// Buffers follow one another, whatever the driver says of its position.
    bool countsFrames = false;
  };

  /// Throws audio::Error `probe-busy` when there is another.
  explicit HostSide(TestedDriver& driver);
  ~HostSide();
  HostSide(const HostSide&) = delete;
  HostSide& operator=(const HostSide&) = delete;

  [[nodiscard]] static const driver::abi::Callbacks& callbacks() noexcept;

  /// Before start: takes all memory that the run needs. Throws std::bad_alloc.
  void prepare(Setup setup);
  /// Right before start is called.
  void begin() noexcept;

  // While it runs, from another thread.
  [[nodiscard]] bool done() const noexcept { return done_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t switches() const noexcept { return switches_.load(std::memory_order_acquire); }
  [[nodiscard]] double stream_seconds() const noexcept;
  /// How often devices went away in this run, as far as the driver tells.
  [[nodiscard]] std::uint32_t losses() const noexcept {
    return live_ == nullptr ? 0 : live_->losses.load(std::memory_order_acquire);
  }
  [[nodiscard]] ProbeCounters counters() const noexcept;
  /// Of the position code.
  [[nodiscard]] int code_bits() const noexcept { return setup_.codeBits; }
  /// Lets the signal fade away.
  void leave() noexcept { player_->leave(); }
  [[nodiscard]] bool has_left() const noexcept { return player_->has_left(); }

  // After stop.
  [[nodiscard]] ProbeTiming take_timing();
  [[nodiscard]] std::optional<ProbeRecording> take_recording();
  [[nodiscard]] std::optional<double> cpu_percent() const noexcept;
  [[nodiscard]] std::optional<bool> realtime() const noexcept { return realtime_; }

 private:
  void on_switch(std::uint64_t position, std::int32_t half) noexcept;
  [[nodiscard]] std::uint64_t counted_frames() const noexcept {
    return switches_.load(std::memory_order_relaxed) * static_cast<std::uint64_t>(setup_.frames);
  }

  /// The run is over, the stream not yet: what was played two buffers ago is not played again.
  void fall_silent(std::int32_t half) const noexcept;
  void note_thread(std::uint64_t switches) noexcept;
  std::int32_t on_message(std::int32_t selector, std::int32_t value) noexcept;

  TestedDriver& driver_;
  const driver::LiveState* const live_;  ///< null: it shares nothing
  Setup setup_;
  std::optional<Recorder> recorder_;
  std::optional<Player> player_;
  ProbeTiming timing_;
  std::uint64_t wantedSwitches_ = 0;
  std::int64_t begun_ = 0;      ///< audio::now()
  std::int64_t begunReal_ = 0;  ///< audio::real_now()

  std::atomic<std::uint64_t> switches_{0};
  std::atomic<bool> done_{false};
  /// The driver's counts when the last wanted bufferSwitch was over: what comes until stop is not part of the run.
  ProbeCounters finalCounters_;

  std::atomic<std::uint64_t> resetRequests_{0};
  std::atomic<std::uint64_t> latencyChanges_{0};
  std::atomic<std::uint64_t> overloads_{0};

  std::optional<bool> realtime_;
  std::optional<std::int64_t> firstCpu_;
  std::optional<std::int64_t> lastCpu_;
  std::int64_t firstCpuAt_ = 0;
  std::int64_t lastCpuAt_ = 0;
};

}  // namespace flexlab::probe
