#include "driver/device_path.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "audio/capture_stream.h"
#include "audio/clock.h"
#include "audio/stream_capture.h"
#include "driver/realtime.h"

namespace flexlab::driver {
namespace {

/// A device that holds sound back for longer does not exist; a host would shift its recordings by such a claim.
constexpr double kLongestLatencySeconds = 10;

bool believable(double seconds) noexcept { return seconds >= 0 && seconds <= kLongestLatencySeconds; }

std::int32_t frames_of(double seconds, double sampleRate) noexcept {
  const double frames = std::round(seconds * sampleRate);
  constexpr double least = std::numeric_limits<std::int32_t>::min();
  constexpr double most = std::numeric_limits<std::int32_t>::max();
  if (std::isnan(frames)) return std::numeric_limits<std::int32_t>::min();
  return static_cast<std::int32_t>(std::clamp(frames, least, most));
}

/// Not every host API has a number for it, but they have words.
bool says_busy(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text.find("busy") != std::string::npos || text.find("in use") != std::string::npos;
}

/// Does something with devices; what goes wrong is told in the driver's words.
template <typename Open>
auto blaming(const Plan& plan, Open open) {
  try {
    return open();
  } catch (const audio::Error& error) {
    throw audio::Error(blame(static_cast<const audio::Failure&>(error), plan));
  }
}

/// The host's buffer in frames of a device.
std::int32_t frames_at(double deviceRate, const DevicePath::Setup& setup) {
  if (deviceRate == setup.hostRate) return setup.frames;
  return RateBridge::device_frames(static_cast<std::int64_t>(deviceRate), static_cast<std::int64_t>(setup.hostRate),
                                   setup.frames);
}

std::optional<RateBridge::Side> bridge_side(const std::optional<PlannedSide>& side, bool opened) {
  if (!side || !opened) return std::nullopt;
  return RateBridge::Side{.channels = side->channels, .sampleType = side->sampleType};
}

std::unique_ptr<RateBridge> rate_bridge(const DevicePath::Setup& setup, double deviceRate, bool apart) {
  if (deviceRate == setup.hostRate) return nullptr;
  return std::make_unique<RateBridge>(
      RateBridge::Setup{.deviceRate = static_cast<std::int64_t>(deviceRate),
                        .hostRate = static_cast<std::int64_t>(setup.hostRate),
                        .hostFrames = setup.frames,
                        .input = bridge_side(setup.plan.input, setup.directions.input && !apart),
                        .output = bridge_side(setup.plan.output, setup.directions.output)});
}

}  // namespace

audio::Failure blame(audio::Failure failure, const Plan& plan) {
  if (failure.code == "host-error" && says_busy(failure.host)) {
    failure.code = "device-busy";
    failure.message = "The device is in use by another program: " + failure.host + '.';
    failure.hint = "Close the program that uses it, or choose another device.";
  }
  if (failure.code == "sample-type-not-supported") failure.code = "format-not-supported";
  if (failure.code == "host-error" || failure.code == "device-combination-not-supported") failure.code = "open-failed";
  if (failure.table.empty()) {
    // Both directions may be at fault. One device for both: its name is the place to look at.
    const bool sameDevice = plan.input && plan.output && plan.input->device.index == plan.output->device.index;
    failure.table = sameDevice ? "output" : "top";
    failure.key = sameDevice ? "device" : "backend";
    if (sameDevice && failure.code == "channel-count-not-supported") failure.key = "channels";
    if (sameDevice && failure.code == "format-not-supported") failure.key = "sampleType";
    if (failure.code == "sample-rate-not-supported") failure.key.clear();
  } else if (failure.table != "scenario" && failure.key.empty() &&
             (failure.code == "open-failed" || failure.code == "device-busy")) {
    failure.key = "device";
  }
  return failure;
}

Latencies estimate_latencies(const Plan& plan, double sampleRate, std::int32_t frames) noexcept {
  const auto of_side = [&](const std::optional<PlannedSide>& side) {
    if (!side) return std::int32_t{0};
    return std::max(frames, frames_of(side->suggested_latency(sampleRate, frames), sampleRate));
  };
  return {.input = of_side(plan.input), .output = of_side(plan.output)};
}

Latencies corrected(Latencies latencies, const LabConfig& lab) noexcept {
  const auto side = [](std::int32_t frames, std::int32_t correction) {
    return frames == 0 ? 0 : static_cast<std::int32_t>(std::max<std::int64_t>(0, std::int64_t{frames} + correction));
  };
  return {.input = side(latencies.input, lab.inputLatencyCorrection),
          .output = side(latencies.output, lab.outputLatencyCorrection)};
}

DevicePath::DevicePath(const Setup& setup, BlockListener& listener)
    : setup_(setup),
      listener_(listener),
      estimate_(estimate_latencies(setup.plan, setup.hostRate, setup.frames)),
      rates_(choose_rates(setup.plan, setup.hostRate, setup.frames, setup.directions)),
      capture_(setup.plan.apart && setup.directions.input && setup.directions.output
                   ? open_capture(setup, rates_.capture)
                   : nullptr),
      captureFormat_(capture_ ? capture_->format() : audio::CaptureFormat()),
      bridge_(capture_ ? std::make_unique<ClockBridge>(captureFormat_, setup.hostRate, setup.frames,
                                                       setup.plan.twoClocks ? Clocks::Two : Clocks::One)
                       : nullptr),
      rateBridge_(rate_bridge(setup, rates_.stream, bridge_ != nullptr)),
      stream_(blaming(setup.plan, [&] { return open_stream(); })) {}

DevicePath::~DevicePath() {
  try {
    stop();
  } catch (const audio::Error&) {  // the stream is closed all the same, by its own destructor
  }
  // Before the bridge that it fills: a source that did not stop may still bring something until it is closed.
  capture_.reset();
}

std::unique_ptr<audio::BlockStream> DevicePath::open_stream() {
  const bool byItself = !setup_.directions.output && setup_.directions.input && setup_.plan.input->device.isLoopback;
  if (!byItself) return std::make_unique<audio::Stream>(stream_settings());
  return std::make_unique<audio::CaptureStream>(
      audio::CaptureStream::Setup{.source = open_source(setup_, rates_.stream),
                                  .frames = static_cast<unsigned long>(frames_at(rates_.stream, setup_)),
                                  .callback = on_callback,
                                  .finished = on_finished,
                                  .userData = this});
}

audio::StreamSettings DevicePath::stream_settings() {
  const std::int32_t frames = frames_at(rates_.stream, setup_);
  const Plan& plan = setup_.plan;
  audio::StreamSettings settings{.sampleRate = rates_.stream, .framesPerBuffer = static_cast<unsigned long>(frames)};
  // A direction without a channel in use is not opened at all.
  if (plan.input && setup_.directions.input && !bridge_) {
    settings.input = stream_side(plan, *plan.input, rates_.stream, frames);
  }
  if (plan.output && setup_.directions.output) {
    settings.output = stream_side(plan, *plan.output, rates_.stream, frames);
  }
  // Clipping and dither stay PortAudio's defaults. Output is not primed by the callback: the first callback then has
  // real input and is frame 0 in both directions.
  settings.callback = on_callback;
  settings.finished = on_finished;
  settings.userData = this;
  return settings;
}

std::unique_ptr<GatedCapture> DevicePath::open_capture(const Setup& setup, double rate) {
  return blaming(setup.plan, [&] { return std::make_unique<GatedCapture>(open_source(setup, rate)); });
}

std::unique_ptr<audio::CaptureSource> DevicePath::open_source(const Setup& setup, double rate) {
  const PlannedSide& side = *setup.plan.input;
  const std::int32_t frames = frames_at(rate, setup);
  if (side.device.isLoopback) {
    return audio::open_loopback({.device = side.device,
                                 .channels = side.channels,
                                 .sampleType = side.sampleType,
                                 .sampleRate = rate,
                                 .blockSeconds = setup.frames / setup.hostRate,
                                 .openPackets = setup.openPackets});
  }
  return std::make_unique<audio::StreamCapture>(stream_side(setup.plan, side, rate, frames), rate,
                                                static_cast<unsigned long>(frames));
}

bool DevicePath::take_capture(std::unique_ptr<GatedCapture>& capture) noexcept {
  const audio::CaptureFormat& format = capture->format();
  if (format.channels != captureFormat_.channels || format.sampleType != captureFormat_.sampleType ||
      format.sampleRate != captureFormat_.sampleRate) {
    return false;
  }
  bridge_->found();
  capture->lead_to(*bridge_);
  capture_ = std::move(capture);
  return true;
}

void DevicePath::start() {
  flagsToTell_ = paNoFlag;
  lost_.store(false, std::memory_order_relaxed);
  if (rateBridge_) rateBridge_->reset();
  stopping_.store(false, std::memory_order_release);
  try {
    if (bridge_) {
      bridge_->reset();
      if (capture_) {
        capture_->lead_to(*bridge_);
        capture_->start();
      } else {
        bridge_->capture_lost();
      }
    }
    stream_->start();
  } catch (...) {
    stopping_.store(true, std::memory_order_release);
    stop_capture();
    throw;
  }
}

void DevicePath::stop_capture() noexcept {
  if (!capture_) return;
  try {
    capture_->stop();
  } catch (const audio::Error&) {  // nothing comes from it any more, which is all that was wanted
  }
}

void DevicePath::stop() {
  stopping_.store(true, std::memory_order_release);
  stop_capture();
  stream_->stop();
}

Latencies DevicePath::latencies() const noexcept {
  const auto of_side = [&](bool active, double seconds, std::int32_t estimate) {
    if (!active) return std::int32_t{0};
    return believable(seconds) ? frames_of(seconds, setup_.hostRate) : estimate;
  };
  const std::int32_t input = of_side(setup_.directions.input, input_latency(), estimate_.input);
  const std::int32_t output = of_side(setup_.directions.output, stream_->output_latency(), estimate_.output);
  return corrected(
      {.input = input + (bridge_ ? bridge_->latency() : 0) + (rateBridge_ ? rateBridge_->input_latency() : 0),
       .output = output + (rateBridge_ ? rateBridge_->output_latency() : 0)},
      setup_.plan.lab);
}

Latencies DevicePath::claimed_latencies() const noexcept {
  return {.input = setup_.directions.input ? frames_of(input_latency(), setup_.hostRate) : 0,
          .output = setup_.directions.output ? frames_of(stream_->output_latency(), setup_.hostRate) : 0};
}

double DevicePath::input_latency() const noexcept {
  return bridge_ ? captureFormat_.latency : stream_->input_latency();
}

int DevicePath::on_callback(const void* input, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* time,
                            PaStreamCallbackFlags flags, void* self) {
  DevicePath& path = *static_cast<DevicePath*>(self);
  if (time != nullptr) path.listener_.queues(*time);
  if (path.rateBridge_ == nullptr) {
    path.give_block(input, output, frames, flags, 0);
  } else if (frames != static_cast<unsigned long>(path.rateBridge_->device_frames())) {
    path.listener_.unexpected_callback();
    path.give_silence(output, frames);
  } else if ((flags & paPrimingOutput) == 0) {
    path.convert(input, output, flags);
  } else {
    path.give_silence(output, frames);
  }
  return paContinue;
}

void DevicePath::convert(const void* input, void* output, PaStreamCallbackFlags flags) noexcept {
  const CallbackScope scope;
  flagsToTell_ |= flags;
  rateBridge_->push(static_cast<const void* const*>(input));
  while (rateBridge_->has_block()) {
    const RateBridge::Block block = rateBridge_->begin_block();
    give_block(block.input, block.output, static_cast<unsigned long>(setup_.frames), flagsToTell_, block.age);
    flagsToTell_ = paNoFlag;
    rateBridge_->end_block();
  }
  rateBridge_->pull(static_cast<void* const*>(output));
}

void DevicePath::give_block(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags,
                            std::int64_t age) noexcept {
  if (bridge_ != nullptr && frames == static_cast<unsigned long>(setup_.frames)) {
    const CallbackScope scope;
    const ClockBridge::Block block = bridge_->take(audio::now() - age);
    if (block.latencyChanged) latenciesChanged_.store(true, std::memory_order_release);
    input = block.channels;
    flags |= block.flags;
  }
  if (!listener_.block(input, output, frames, flags)) give_silence(output, frames);
}

void DevicePath::give_silence(void* output, unsigned long frames) const noexcept {
  if (output == nullptr || !setup_.plan.output) return;
  const std::size_t bytes = audio::bytes_of(setup_.plan.output->sampleType) * frames;
  auto* const* channels = static_cast<std::byte* const*>(output);
  for (int channel = 0; channel < setup_.plan.output->channels; ++channel) std::memset(channels[channel], 0, bytes);
}

void DevicePath::on_finished(void* self) {
  DevicePath& path = *static_cast<DevicePath*>(self);
  // Nobody stopped it, so the device went away.
  if (!path.stopping_.load(std::memory_order_acquire)) path.lost_.store(true, std::memory_order_release);
}

}  // namespace flexlab::driver
