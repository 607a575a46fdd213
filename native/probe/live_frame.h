#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "probe/live_spectrum.h"
#include "probe/telemetry.h"

namespace flexlab::probe {

/// How a stream at a glance is laid out, little-endian; the twin of extension/audio/liveFrame.ts. One is complete by
/// itself: whoever misses some has missed nothing but time.
///
///   bytes              what
///   8 x kFieldCount    doubles, see Field; what is not known is not a number
///   4 x kCallbacks     the latest callbacks, the oldest first: CallbackLog::Entry
///   4 x kColumns       the chosen channel over the last kWaveSeconds, the oldest first: the least and the greatest
///                      sample of each column, full scale 32767
///   2 x kBands         the spectrum of its latest samples: 1/100 dBFS of a sine's peak; -32768: silence
///   4 x channels       inputs, then outputs: peak and root mean square in 1/100 dBFS; -32768: silence
///   1 x channels       how many samples were clipped, 255: or more
namespace live {

inline constexpr double kVersion = 2;
inline constexpr std::size_t kChannels = LevelBank::kChannels;  ///< of a direction
inline constexpr std::size_t kCallbacks = 256;
inline constexpr std::size_t kColumns = 150;
inline constexpr double kWaveSeconds = 1.5;

enum class Field : std::size_t {
  Version,
  Stage,    ///< a LiveStage
  Seconds,  ///< of stream time
  // ProbeCounters in their order.
  BufferSwitches,
  InputUnderflows,
  InputOverflows,
  OutputUnderflows,
  OutputOverflows,
  MissedOutputReady,
  ResetRequests,
  LatencyChanges,
  Overloads,
  // Of the stream; not a number before the driver has answered.
  SampleRate,
  BufferFrames,
  Inputs,   ///< channels that are told of; 0 before
  Outputs,  ///< the same
  ReportedFrames,
  MeasuredFrames,  ///< round trip by the position code
  Glitches,
  LastGlitchSeconds,   ///< of stream time
  QueuedInputFrames,   ///< by the host API's clock: the age of the newest input frame when the callback came
  QueuedOutputFrames,  ///< and how long until the first output frame sounds
  LateCallbacks,
  Intervals,  ///< between callbacks, since the stream began; the latest kCallbacks of them are here
  LongestIntervalSeconds,
  LongestDurationSeconds,
  // Of the chosen channel.
  Channel,            ///< inputs count first, then outputs; not a number: none is chosen
  ColumnsEnded,       ///< columns of the waveform since the stream began
  SpectrumEnd,        ///< stream position after the samples of the spectrum; not a number: there are not yet enough
  StrongestLine,      ///< of the spectrum, see LiveSpectrum; not a number: nothing but silence
  StrongestDecibels,  ///< dBFS of a sine's peak
  Count
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::Count);
inline constexpr std::size_t kMostBytes =
    8 * kFieldCount + 4 * kCallbacks + 4 * kColumns + 2 * spectrum::kBands + 2 * kChannels * 5;
static_assert(kMostBytes <= 4096 - 32, "with what is around it, a message stays below 4 KiB");

}  // namespace live

enum class LiveStage { Opening = 0, Running = 1, Stopping = 2 };

/// A channel that is looked at.
struct LiveView {
  bool isInput = true;
  std::uint32_t channel = 0;
};

/// The fields that come from elsewhere than the audio thread.
using LiveFields = std::array<double, live::kFieldCount>;

/// Makes frames for one thread that shows them. Takes its memory at once.
class LiveFrames {
 public:
  LiveFrames();

  /// The samples of another channel from now on; null: of none, which costs the audio thread nothing.
  void look_at(std::optional<LiveView> view) noexcept { view_ = view; }

  /// Writes a frame into live::kMostBytes bytes; answers its length. `fields`: those from QueuedOutputFrames on are
  /// filled in here.
  std::size_t write(Telemetry& telemetry, LiveFields fields, std::span<std::byte> into) noexcept;

 private:
  void follow(Telemetry& telemetry, int channel, double sampleRate) noexcept;
  void add_to_wave(std::uint64_t position, std::span<const float> samples) noexcept;
  void add_to_block(std::uint64_t position, std::span<const float> samples) noexcept;
  bool analyse_block() noexcept;

  struct Column {
    float least = 0;
    float greatest = 0;
  };

  std::optional<LiveView> view_;
  int followed_ = SampleTap::kNone;
  std::uint64_t position_ = 0;  ///< of the stream, of the sample that comes next
  std::vector<float> samples_;

  std::uint64_t columnFrames_ = 1;
  std::array<Column, live::kColumns> columns_{};  ///< around and around
  std::uint64_t column_ = 0;                      ///< number of the one that grows

  std::vector<float> latest_;  ///< around and around
  std::uint64_t known_ = 0;    ///< samples in a row that are in latest_, or were
  std::vector<float> block_;   ///< the same in a row
  LiveSpectrum spectrum_;
};

}  // namespace flexlab::probe
