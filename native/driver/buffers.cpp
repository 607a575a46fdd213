#include "driver/buffers.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "driver/peaks.h"
#include "driver/refusal.h"

namespace flexlab::driver {
namespace {

/// Every half starts on a cache line, so that hosts may use wide instructions and no line has two writers.
constexpr std::size_t kAlignment = 64;

constexpr std::size_t kMostMemory = std::size_t{1} << 30;

constexpr std::size_t aligned(std::size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace

Buffers::Buffers(const Plan& plan, std::span<abi::BufferInfo> infos, std::int32_t frames)
    : inputType_(plan.input ? plan.input->sampleType : audio::SampleType::Float32),
      outputType_(plan.output ? plan.output->sampleType : audio::SampleType::Float32),
      frames_(static_cast<std::size_t>(frames)),
      inputSampleBytes_(plan.input ? audio::bytes_of(plan.input->sampleType) : 0),
      outputSampleBytes_(plan.output ? audio::bytes_of(plan.output->sampleType) : 0),
      inputBytes_(inputSampleBytes_ * static_cast<std::size_t>(frames)),
      outputBytes_(outputSampleBytes_ * static_cast<std::size_t>(frames)) {
  std::size_t total = kAlignment;
  for (const abi::BufferInfo& info : infos) {
    const std::optional<PlannedSide>& side = info.isInput != abi::kNo ? plan.input : plan.output;
    if (!side || info.channel < 0 || info.channel >= side->channels) {
      throw misuse(abi::Error::InvalidParameter, std::string("There is no ") +
                                                     (info.isInput != abi::kNo ? "input" : "output") + " channel " +
                                                     std::to_string(info.channel) + '.');
    }
    total += 2 * aligned(info.isInput != abi::kNo ? inputBytes_ : outputBytes_);
  }
  if (total > kMostMemory) {
    throw Refusal(abi::Error::NoMemory,
                  {.code = "buffer-size-not-supported",
                   .message = "A buffer of " + std::to_string(frames) + " frames needs too much memory.",
                   .hint = "Use a smaller buffer.",
                   .table = plan.bufferSizeSamples ? "top" : "",
                   .key = plan.bufferSizeSamples ? "bufferSizeSamples" : ""});
  }
  memory_.resize(total);

  // Half 0 of all inputs, then of all outputs, then the same for half 1.
  auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  std::byte* next = memory_.data() + (aligned(address) - address);
  for (const abi::BufferInfo& info : infos) {
    std::vector<Lane>& lanes = info.isInput != abi::kNo ? inputs_ : outputs_;
    if (is_active(info.isInput != abi::kNo, info.channel)) {
      throw misuse(abi::Error::InvalidParameter, "A channel was asked for twice.");
    }
    lanes.push_back({.channel = info.channel, .halves = {nullptr, nullptr}});
  }
  for (int half = 0; half < 2; ++half) {
    for (Lane& lane : inputs_) {
      lane.halves[half] = next;
      next += aligned(inputBytes_);
    }
    for (Lane& lane : outputs_) {
      lane.halves[half] = next;
      next += aligned(outputBytes_);
    }
  }
  auto input = inputs_.begin();
  auto output = outputs_.begin();
  for (abi::BufferInfo& info : infos) {
    const Lane& lane = info.isInput != abi::kNo ? *input++ : *output++;
    info.buffers[0] = lane.halves[0];
    info.buffers[1] = lane.halves[1];
  }
  if (plan.output && has_outputs()) {
    for (std::int32_t channel = 0; channel < plan.output->channels; ++channel) {
      if (!is_active(false, channel)) unusedOutputs_.push_back(channel);
    }
  }
}

bool Buffers::is_active(bool input, std::int32_t channel) const noexcept {
  const std::vector<Lane>& lanes = input ? inputs_ : outputs_;
  return std::any_of(lanes.begin(), lanes.end(), [&](const Lane& lane) { return lane.channel == channel; });
}

void Buffers::take_input(int half, const void* input) const noexcept {
  const auto* const* channels = static_cast<const std::byte* const*>(input);
  for (const Lane& lane : inputs_) {
    if (channels == nullptr) {
      std::memset(lane.halves[half], 0, inputBytes_);
    } else {
      std::memcpy(lane.halves[half], channels[lane.channel], inputBytes_);
    }
  }
}

void Buffers::give_output(int half, void* output) const noexcept {
  if (output == nullptr) return;
  auto* const* channels = static_cast<std::byte* const*>(output);
  for (const Lane& lane : outputs_) std::memcpy(channels[lane.channel], lane.halves[half], outputBytes_);
  for (const std::int32_t channel : unusedOutputs_) std::memset(channels[channel], 0, outputBytes_);
}

void Buffers::follow_peaks(bool input, int half, float fall, std::span<float> peaks) const noexcept {
  for (const Lane& lane : input ? inputs_ : outputs_) {
    const auto channel = static_cast<std::size_t>(lane.channel);
    if (channel >= peaks.size()) continue;
    peaks[channel] =
        std::max(peaks[channel] * fall, peak_of(input ? inputType_ : outputType_, lane.halves[half], frames_));
  }
}

void Buffers::give_silence(void* output, unsigned long frames) const noexcept {
  if (output == nullptr) return;
  const std::size_t bytes = outputSampleBytes_ * frames;
  auto* const* channels = static_cast<std::byte* const*>(output);
  for (const Lane& lane : outputs_) std::memset(channels[lane.channel], 0, bytes);
  for (const std::int32_t channel : unusedOutputs_) std::memset(channels[channel], 0, bytes);
}

}  // namespace flexlab::driver
