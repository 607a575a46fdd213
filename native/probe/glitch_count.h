#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "probe/code_watch.h"
#include "probe/probe_result.h"
#include "probe/signal.h"
#include "probe/telemetry.h"

namespace flexlab::probe {

/// Counts the glitches of a running stream, each once. While the position code can be followed, what came back is the
/// evidence, and flags of the host API add nothing to it; otherwise its flags are all there is. Stalls count by the
/// clock either way. One thread, which looks some hundred times a second.
class GlitchCount {
 public:
  struct Stream {
    std::uint32_t inputs = 0;
    std::uint32_t outputs = 0;
    double sampleRate = 48000;
    int codeBits = 24;
  };

  GlitchCount(Telemetry& telemetry, const Stream& stream);

  /// This is played from now on. Until it is heard nothing counts as damaged.
  void play(const Playback& playback);
  /// What is played fades away.
  void leave() noexcept { watch_.ignore(); }
  /// Takes in what has happened since the last look.
  void look(const ProbeCounters& counters, double streamSeconds) noexcept;

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// Of the stream, when the last one began.
  [[nodiscard]] std::optional<double> last_seconds() const noexcept { return lastSeconds_; }
  /// Frames, by the position code.
  [[nodiscard]] std::optional<std::uint64_t> round_trip() const noexcept { return watch_.round_trip(); }

 private:
  void add(std::uint64_t now, std::uint64_t& before, double seconds) noexcept;

  Telemetry& telemetry_;
  const Stream stream_;
  CodeWatch watch_;
  int channel_ = SampleTap::kNone;
  std::uint64_t position_ = 0;
  std::vector<float> samples_;
  std::uint64_t damages_ = 0;
  std::uint64_t stalls_ = 0;
  std::uint64_t flags_ = 0;
  std::uint64_t count_ = 0;
  std::optional<double> lastSeconds_;
};

}  // namespace flexlab::probe
