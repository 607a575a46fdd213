#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "probe/live.h"
#include "probe/player.h"
#include "probe/probe_plan.h"
#include "probe/probe_result.h"

namespace flexlab::driver {
class Driver;
}

namespace flexlab::probe {

class HostSide;

/// One run of a ProbePlan: loads the driver with the configuration exactly as a music program would, plays, records,
/// lets everything go. run() blocks; the other methods are for other threads.
class Session {
 public:
  /// `liveSlots` may be null; else it has live::kSlots doubles and outlives run().
  Session(ProbePlan plan, double* liveSlots);
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

 private:
  class Cancelled {};

  void perform(ProbeResult& result);
  void choose_sample_rate(driver::Driver& driver);
  [[nodiscard]] ProbeStream open(driver::Driver& driver, HostSide& host);
  /// Waits until what is played has faded away and has been heard, but not for ever.
  static void fade_away(HostSide& host, const ProbeStream& stream);
  void wait_for_end(driver::Driver& driver, HostSide& host, ProbeResult& result);
  void publish(LiveStage stage, HostSide& host, const ProbeStream* stream) const;
  void check_cancelled() const;

  const ProbePlan plan_;
  const LiveMemory live_;
  PlaybackInbox inbox_;
  std::atomic<bool> cancelled_{false};
  mutable std::mutex mutex_;
  std::optional<ProbeStream> stream_;
};

}  // namespace flexlab::probe
