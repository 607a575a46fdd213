#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "driver/abi.h"
#include "driver/plan.h"

namespace flexlab::driver {

/// The two halves of every channel that the host asked for, in one block of memory.
class Buffers {
 public:
  /// Fills in the pointers of `infos`. Throws Refusal for channels that do not exist or come twice.
  Buffers(const Plan& plan, std::span<abi::BufferInfo> infos, std::int32_t frames);

  [[nodiscard]] bool has_inputs() const noexcept { return !inputs_.empty(); }
  [[nodiscard]] bool has_outputs() const noexcept { return !outputs_.empty(); }
  [[nodiscard]] bool is_active(bool input, std::int32_t channel) const noexcept;

  // For the audio thread. `half` is 0 or 1; PortAudio's side is one array per channel of the open stream.

  /// PortAudio's input to the host's; silence when PortAudio gives none.
  void take_input(int half, const void* input) const noexcept;
  /// The host's output to PortAudio's; channels that the host did not ask for get silence.
  void give_output(int half, void* output) const noexcept;
  /// Lets the peaks of channels 0 to peaks.size() - 1 of a direction fall by a factor, and raises them to what is in
  /// this half.
  void follow_peaks(bool input, int half, float fall, std::span<float> peaks) const noexcept;
  /// Silence to all of PortAudio's output, whatever its length.
  void give_silence(void* output, unsigned long frames) const noexcept;

 private:
  struct Lane {
    std::int32_t channel;
    std::byte* halves[2];
  };
  const audio::SampleType inputType_;
  const audio::SampleType outputType_;
  const std::size_t frames_;
  const std::size_t inputSampleBytes_;
  const std::size_t outputSampleBytes_;
  const std::size_t inputBytes_;  ///< of one half of one channel
  const std::size_t outputBytes_;
  std::vector<std::byte> memory_;
  std::vector<Lane> inputs_;
  std::vector<Lane> outputs_;
  std::vector<std::int32_t> unusedOutputs_;
};

}  // namespace flexlab::driver
