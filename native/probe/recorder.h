#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "audio/sample_type.h"
#include "probe/level.h"

namespace flexlab::probe {

/// The samples of one channel, full scale 1: floats, or doubles for Int32, which need them to stay exact.
using Track = std::variant<std::vector<float>, std::vector<double>>;

/// Keeps what comes in, in memory that is there before the first frame does.
class Recorder {
 public:
  /// Nothing is kept with 0 frames. Throws std::bad_alloc.
  Recorder(audio::SampleType type, std::size_t channels, std::size_t frames);

  /// Keeps `frames` samples of a channel at a position, as far as there is room. Answers how loud they
  /// are. For audio threads.
  Level keep(std::size_t channel, std::uint64_t position, std::size_t frames, const std::byte* source) noexcept;

  /// The tracks, cut to the frames that came; nothing is left here.
  [[nodiscard]] std::vector<Track> take(std::size_t frames);

  /// Bytes that such a recording needs.
  [[nodiscard]] static double bytes_needed(audio::SampleType type, std::size_t channels, double frames) noexcept;

 private:
  audio::SampleType type_;
  std::size_t frames_;
  std::vector<Track> tracks_;
};

}  // namespace flexlab::probe
