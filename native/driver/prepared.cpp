#include "driver/prepared.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "audio/clock.h"
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

namespace {

/// Does something with devices; what goes wrong is told in the driver's words.
template <typename Open>
auto blaming(const Plan& plan, Open open) {
  try {
    return open();
  } catch (const audio::Error& error) {
    throw audio::Error(blame(static_cast<const audio::Failure&>(error), plan));
  }
}

/// The planned input as a source of its own.
std::unique_ptr<audio::CaptureSource> open_capture(const Plan& plan, double sampleRate, std::int32_t frames) {
  return std::make_unique<audio::StreamCapture>(stream_side(plan, *plan.input, sampleRate, frames), sampleRate,
                                                static_cast<unsigned long>(frames));
}

/// The host's buffer in frames of a device.
std::int32_t frames_at(double deviceRate, double hostRate, std::int32_t frames) {
  if (deviceRate == hostRate) return frames;
  return RateBridge::device_frames(static_cast<std::int64_t>(deviceRate), static_cast<std::int64_t>(hostRate), frames);
}

std::optional<RateBridge::Side> bridge_side(const std::optional<PlannedSide>& side, bool opened) {
  if (!side || !opened) return std::nullopt;
  return RateBridge::Side{.channels = side->channels, .sampleType = side->sampleType};
}

}  // namespace

Prepared::Prepared(const Plan& plan, std::shared_ptr<LiveState> live, std::span<abi::BufferInfo> infos,
                   std::int32_t frames, double sampleRate, const abi::Callbacks& callbacks,
                   status::Publisher* publisher, log::EventRing* events)
    : live_(std::move(live)),
      host_(callbacks),
      buffers_(plan, infos, frames),
      frames_(frames),
      sampleRate_(sampleRate),
      estimate_(estimate_latencies(plan, sampleRate, frames)),
      lab_(plan.lab),
      publisher_(publisher),
      events_(events),
      rates_(
          choose_rates(plan, sampleRate, frames, {.input = buffers_.has_inputs(), .output = buffers_.has_outputs()})),
      capture_([&]() -> std::unique_ptr<audio::CaptureSource> {
        if (!plan.twoClocks || !buffers_.has_inputs() || !buffers_.has_outputs()) return nullptr;
        return blaming(
            plan, [&] { return open_capture(plan, rates_.capture, frames_at(rates_.capture, sampleRate, frames)); });
      }()),
      bridge_(capture_ ? std::make_unique<ClockBridge>(capture_->format(), sampleRate, frames) : nullptr),
      rateBridge_(rates_.stream == sampleRate ? nullptr
                                              : std::make_unique<RateBridge>(RateBridge::Setup{
                                                    .deviceRate = static_cast<std::int64_t>(rates_.stream),
                                                    .hostRate = static_cast<std::int64_t>(sampleRate),
                                                    .hostFrames = frames,
                                                    .input = bridge_side(plan.input, buffers_.has_inputs() && !bridge_),
                                                    .output = bridge_side(plan.output, buffers_.has_outputs())})),
      stream_(blaming(plan, [&] { return audio::Stream(main_settings(plan)); })),
      notifier_(live_, host_) {}

audio::StreamSettings Prepared::main_settings(const Plan& plan) {
  const std::int32_t frames = frames_at(rates_.stream, sampleRate_, frames_);
  audio::StreamSettings settings{.sampleRate = rates_.stream, .framesPerBuffer = static_cast<unsigned long>(frames)};
  // A direction without a channel in use is not opened at all.
  if (plan.input && buffers_.has_inputs() && !bridge_) {
    settings.input = stream_side(plan, *plan.input, rates_.stream, frames);
  }
  if (plan.output && buffers_.has_outputs()) {
    settings.output = stream_side(plan, *plan.output, rates_.stream, frames);
  }
  // Clipping and dither stay PortAudio's defaults. Output is not primed by the callback: the first callback then has
  // real input and is frame 0 in both directions.
  settings.callback = on_callback;
  settings.finished = on_finished;
  settings.userData = this;
  return settings;
}

Prepared::~Prepared() {
  if (running_) {
    try {
      stop();
    } catch (const audio::Error&) {  // the stream is closed all the same, by its own destructor
    }
  }
  // Before the bridge that it fills: a source that did not stop may still bring something until it is closed.
  capture_.reset();
}

void Prepared::start(std::uint64_t firstPosition) {
  running_.emplace(host_, buffers_, *live_,
                   Running::Setup{.sampleRate = sampleRate_,
                                  .frames = frames_,
                                  .firstPosition = firstPosition,
                                  .publisher = publisher_,
                                  .events = events_});
  try {
    flagsToTell_ = paNoFlag;
    if (rateBridge_) rateBridge_->reset();
    if (bridge_) {
      bridge_->reset();
      capture_->start(*bridge_);
    }
    stream_.start();
  } catch (...) {
    running_->finish();
    stop_capture();
    running_.reset();
    throw;
  }
}

void Prepared::stop_capture() noexcept {
  if (!capture_) return;
  try {
    capture_->stop();
  } catch (const audio::Error&) {  // nothing comes from it any more, which is all that was wanted
  }
}

void Prepared::stop() {
  running_->finish();
  stop_capture();
  try {
    stream_.stop();
  } catch (...) {
    running_.reset();
    throw;
  }
  running_.reset();
}

Latencies Prepared::latencies() const noexcept {
  const auto of_side = [&](bool active, double seconds, std::int32_t estimate) {
    if (!active) return std::int32_t{0};
    return believable(seconds) ? frames_of(seconds, sampleRate_) : estimate;
  };
  const std::int32_t input = of_side(buffers_.has_inputs(), input_latency(), estimate_.input);
  const std::int32_t output = of_side(buffers_.has_outputs(), stream_.output_latency(), estimate_.output);
  return corrected(
      {.input = input + (bridge_ ? bridge_->latency() : 0) + (rateBridge_ ? rateBridge_->input_latency() : 0),
       .output = output + (rateBridge_ ? rateBridge_->output_latency() : 0)},
      lab_);
}

Latencies Prepared::claimed_latencies() const noexcept {
  return {.input = buffers_.has_inputs() ? frames_of(input_latency(), sampleRate_) : 0,
          .output = buffers_.has_outputs() ? frames_of(stream_.output_latency(), sampleRate_) : 0};
}

void Prepared::request_reset() {
  live_->post(notice::kResetRequest);
  notifier_.hurry();
}

double Prepared::input_latency() const noexcept {
  return capture_ ? capture_->format().latency : stream_.input_latency();
}

int Prepared::on_callback(const void* input, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* time,
                          PaStreamCallbackFlags flags, void* self) {
  Prepared& prepared = *static_cast<Prepared*>(self);
  if (time != nullptr) prepared.live_->note_queues(*time);
  if (prepared.rateBridge_ != nullptr && frames == static_cast<unsigned long>(prepared.rateBridge_->device_frames())) {
    if ((flags & paPrimingOutput) == 0) {
      prepared.convert(input, output, flags);
    } else {
      prepared.buffers_.give_silence(output, frames);
    }
  } else if (prepared.rateBridge_ == nullptr) {
    prepared.give_block(input, output, frames, flags, 0);
  } else {
    count(prepared.live_->counters.unexpectedCallbacks);
    prepared.buffers_.give_silence(output, frames);
  }
  return paContinue;
}

void Prepared::convert(const void* input, void* output, PaStreamCallbackFlags flags) noexcept {
  const CallbackScope scope;
  flagsToTell_ |= flags;
  rateBridge_->push(static_cast<const void* const*>(input));
  while (rateBridge_->has_block()) {
    const RateBridge::Block block = rateBridge_->begin_block();
    give_block(block.input, block.output, static_cast<unsigned long>(frames_), flagsToTell_, block.age);
    flagsToTell_ = paNoFlag;
    rateBridge_->end_block();
  }
  rateBridge_->pull(static_cast<void* const*>(output));
}

void Prepared::give_block(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags,
                          std::int64_t age) noexcept {
  if (bridge_ != nullptr && frames == static_cast<unsigned long>(frames_)) {
    const CallbackScope scope;
    const ClockBridge::Block block = bridge_->take(audio::now() - age);
    if (block.latencyChanged) live_->post(notice::kLatenciesChanged);
    if (bridge_->lost()) lose();
    input = block.channels;
    flags |= block.flags;
  }
  running_->process(input, output, frames, flags);
}

void Prepared::lose() noexcept {
  if (live_->lost.exchange(true, std::memory_order_acq_rel)) return;
  running_->publish_loss();
  live_->post(notice::kResetRequest);
}

void Prepared::on_finished(void* self) {
  Prepared& prepared = *static_cast<Prepared*>(self);
  LiveState& live = *prepared.live_;
  if (!live.running.load(std::memory_order_acquire) || live.finishing.load(std::memory_order_acquire)) return;
  // Nobody stopped it, so the device went away. The host may find another, or the same one again.
  prepared.lose();
}

}  // namespace flexlab::driver
