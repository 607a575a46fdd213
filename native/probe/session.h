#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "probe/live_frame.h"
#include "probe/player.h"
#include "probe/probe_plan.h"
#include "probe/probe_result.h"
#include "probe/tested_driver.h"

namespace flexlab::probe {

class GlitchCount;
class HostSide;

/// One run of a ProbePlan: loads the driver exactly as a music program would, plays, records, lets everything go. run()
/// blocks; the other methods are for other threads.
class Session {
 public:
  /// Loads the driver of a plan, on the thread of run(). May throw audio::Error.
  using Load = std::function<std::unique_ptr<TestedDriver>(const ProbePlan&)>;

  explicit Session(ProbePlan plan, Load load = own_driver);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// To be called once. Never throws: what went wrong stands in the result, beside what was there before it did.
  [[nodiscard]] ProbeResult run() noexcept;
  /// Plays something else from the next buffer on, or as soon as the fade under way is over. One thread may call it, at
  /// any time. Throws audio::Error `signal-invalid`.
  void play(const Playback& playback);
  /// Ends the run: at the next buffer, or when what is played has faded away.
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  /// What the driver answered; nothing until it has.
  [[nodiscard]] std::optional<ProbeStream> stream() const;

  // For one thread that shows the run, from before it begins until after it has ended.
  /// Whose samples are in the frames from now on; null: none.
  void look_at(std::optional<LiveView> view) noexcept { frames_.look_at(view); }
  /// How the run stands now, as live_frame.h says; `into` has live::kMostBytes. Answers how many are written.
  std::size_t write_live(std::span<std::byte> into) noexcept;

 private:
  class Cancelled {};

  void perform(ProbeResult& result);
  void choose_sample_rate(TestedDriver& driver);
  [[nodiscard]] ProbeStream open(TestedDriver& driver, HostSide& host);
  /// Waits until what is played has faded away and has been heard, but not for ever.
  static void fade_away(TestedDriver& driver, HostSide& host, const ProbeStream& stream);
  void wait_for_end(TestedDriver& driver, HostSide& host, GlitchCount& glitches, ProbeResult& result);
  void publish(LiveStage stage, const TestedDriver& driver, const HostSide& host, GlitchCount& glitches);
  void check_cancelled() const;

  const ProbePlan plan_;
  const Load load_;
  PlaybackInbox inbox_;
  std::atomic<bool> cancelled_{false};
  Telemetry telemetry_;
  LiveFrames frames_;

  mutable std::mutex mutex_;  ///< of what follows; no audio thread takes it
  std::optional<ProbeStream> stream_;
  LiveFields live_;
  Playback played_;
  bool playedAnew_ = false;
};

}  // namespace flexlab::probe
