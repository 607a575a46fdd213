#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "virtual/air.h"
#include "virtual/faults.h"
#include "virtual/resampler.h"
#include "virtual/sample_ring.h"
#include "virtual/scenario.h"

namespace flexlab::virtual_device {

/// How a stream uses a device.
struct PathShape {
  int inputs = 0;   ///< channels of the stream: the first of the device
  int outputs = 0;  ///< likewise
  int rate = 48000;
  std::int64_t period =
      0;  ///< frames of the longest block: what is written at n can be read at n + period at the earliest
  bool connected = true;  ///< false: the input hears nothing of the output
  int airChannels = 0;    ///< of the Air it will listen to, if any
};

/// The round trip of a device in frames, its default applied.
[[nodiscard]] double delay_of(const Device& device, const PathShape& shape);

/// Why the device cannot keep its delay with such a stream; nothing when it can.
[[nodiscard]] std::optional<std::string> find_delay_problem(const Device& device, const PathShape& shape);

/// What a device does to sound on its way from the output back to the input, one block after the other:
/// matrix, gain, polarity, limiter; inner resampling, drift, delay; noise; faults; quantisation.
/// Without a setting that changes samples, they come back to the last bit. Allocates in the constructor only.
class Path final : private FrameSource {
 public:
  /// find_delay_problem(device, shape) must be nothing.
  Path(const Device& device, const PathShape& shape);

  /// The next `frames` frames (at most the period) of the input: `input[c][i]`, c < inputs.
  void read(double* const* input, std::int64_t frames) noexcept;

  /// The next `frames` frames of the output: `output[c][i]`, c < outputs; after the read of the same frames.
  void write(const double* const* output, std::int64_t frames) noexcept;

  /// From the next read on the input is what lies in the air instead of what was written here: frame 0 of the input is
  /// taken at this time, one follows every `step` nanoseconds. Inner rate and limiter belong to a path of its own.
  void listen(Air& air, double nanoseconds, double step) noexcept;

  /// Slips since the last call: how often drift used up what lies between the two clocks, so that the delay jumped
  /// back to its nominal value. Negative drift: the input had no frames (underflow); positive: it had too many.
  struct Slips {
    bool underflow = false;
    bool overflow = false;
  };
  [[nodiscard]] Slips take_slips() noexcept;

 private:
  void pull(double* const* channels, std::int64_t offset, std::int64_t frames) noexcept override;
  void skip(std::int64_t frames) noexcept override { source_ += frames; }

  [[nodiscard]] double place_of(std::int64_t frame) const noexcept;
  void slip_if_needed(std::int64_t frames) noexcept;
  void pull_air(double* const* channels, std::int64_t offset, std::int64_t frames) noexcept;
  /// One sample of an input channel: matrix, gain and polarity on `output[c][frame]`, c < outputs.
  [[nodiscard]] double mix(const double* const* output, int outputs, int channel, std::int64_t frame) const noexcept;
  void limit(std::int64_t frame) noexcept;
  void fill_inner() noexcept;
  void quantize(double* samples, std::int64_t frames) const noexcept;

  PathShape shape_;
  std::vector<std::vector<double>> matrix_;  // empty: identity
  double gain_;
  bool limits_;
  double limiterRelease_;
  double limiterLevel_ = 0;
  double delay_;
  double pace_;  // output frames per input frame
  bool exact_;   // whole frames, no resampling: samples are only moved
  std::optional<int> innerRate_;
  double noise_;  // amplitude of the triangular noise, 0: none
  double dc_;
  double quantizeScale_;  // 0: exact

  SampleRing outer_;  // what was written, after matrix, gain and limiter, at the stream's rate
  std::optional<Resampler> toInner_;
  std::optional<SampleRing> inner_;  // the same at the inner rate
  std::int64_t innerNext_ = 0;       // first position of inner_ that is not yet made
  std::optional<Resampler> toInput_;

  std::int64_t written_ = 0;  // frames
  std::int64_t source_ = 0;   // next frame to pull
  double slip_ = 0;           // frames
  Slips slips_;
  Air* air_ = nullptr;
  double airBegin_ = 0;  // nanoseconds
  double airStep_ = 0;
  std::vector<std::vector<double>> heard_;  // air channels x period
  std::vector<double*> heardPointers_;
  FaultInjector injector_;
};

}  // namespace flexlab::virtual_device
