#include "driver/rate_bridge.h"

#include <algorithm>
#include <numeric>

namespace flexlab::driver {
namespace {

std::int64_t divided_up(std::int64_t number, std::int64_t by) { return (number + by - 1) / by; }

}  // namespace

RateBridge::Memory::Memory(const Side& side, std::int32_t frames)
    : bytes(static_cast<std::size_t>(side.channels) * static_cast<std::size_t>(frames) *
            audio::bytes_of(side.sampleType)) {
  const std::size_t size = static_cast<std::size_t>(frames) * audio::bytes_of(side.sampleType);
  for (int channel = 0; channel < side.channels; ++channel) {
    channels.push_back(bytes.data() + static_cast<std::size_t>(channel) * size);
  }
}

std::int32_t RateBridge::device_frames(std::int64_t deviceRate, std::int64_t hostRate,
                                       std::int32_t hostFrames) noexcept {
  return static_cast<std::int32_t>(std::max<std::int64_t>(1, hostFrames * deviceRate / hostRate));
}

RateBridge::RateBridge(const Setup& setup)
    : setup_(setup),
      ratio_(ratio_of(setup.deviceRate, setup.hostRate)),
      deviceFrames_(device_frames(setup.deviceRate, setup.hostRate, setup.hostFrames)) {
  const std::int64_t device = ratio_.step;
  const std::int64_t host = ratio_.parts;
  const std::int64_t frames = setup.hostFrames;
  if (setup.input) {
    fromDevice_.emplace(RateStage::Setup{.from = setup.deviceRate,
                                         .to = setup.hostRate,
                                         .channels = setup.input->channels,
                                         .sampleType = setup.input->sampleType,
                                         .mostIn = deviceFrames_,
                                         .mostOut = frames,
                                         .mostWait = divided_up(frames * device, host)});
    hostInput_.emplace(*setup.input, setup.hostFrames);
    // A block of the host is read when the stream has come to its end: its last frame, and the reach after it, must
    // then have come in.
    inputLatency_ = static_cast<std::int32_t>(fromDevice_->reach() * host / device);
  }
  if (setup.output) {
    toDevice_.emplace(RateStage::Setup{.from = setup.hostRate,
                                       .to = setup.deviceRate,
                                       .channels = setup.output->channels,
                                       .sampleType = setup.output->sampleType,
                                       .mostIn = frames,
                                       .mostOut = deviceFrames_,
                                       .mostWait = frames + divided_up(deviceFrames_ * host, device)});
    hostOutput_.emplace(*setup.output, setup.hostFrames);
    // How far the stream can be ahead of the host's blocks when it wants its last frame, in parts of a host frame: all
    // multiples of `grid` below a block occur.
    const std::int64_t grid = std::gcd(deviceFrames_ * host, frames * device);
    const std::int64_t wait = frames - divided_up(grid + host, device) + 1;
    outputLatency_ = static_cast<std::int32_t>(toDevice_->reach() + wait);
  }
  reset();
}

void RateBridge::reset() noexcept {
  ahead_ = 0;
  if (fromDevice_) fromDevice_->reset(inputLatency_ * ratio_.step);
  if (toDevice_) toDevice_->reset(outputLatency_ * ratio_.step);
}

void RateBridge::push(const void* const* input) noexcept {
  if (fromDevice_) fromDevice_->push(input, deviceFrames_);
  ahead_ += deviceFrames_ * ratio_.parts;
}

bool RateBridge::has_block() const noexcept { return ahead_ >= setup_.hostFrames * ratio_.step; }

RateBridge::Block RateBridge::begin_block() noexcept {
  ahead_ -= setup_.hostFrames * ratio_.step;
  if (fromDevice_) fromDevice_->pull(hostInput_->channels.data(), setup_.hostFrames);
  const double age = static_cast<double>(ahead_) / static_cast<double>(ratio_.parts * setup_.deviceRate);
  return {.input = hostInput_ ? hostInput_->channels.data() : nullptr,
          .output = hostOutput_ ? hostOutput_->channels.data() : nullptr,
          .age = static_cast<std::int64_t>(age * 1e9)};
}

void RateBridge::end_block() noexcept {
  if (toDevice_) toDevice_->push(hostOutput_->channels.data(), setup_.hostFrames);
}

void RateBridge::pull(void* const* output) noexcept {
  if (toDevice_ && output != nullptr) toDevice_->pull(output, deviceFrames_);
}

}  // namespace flexlab::driver
