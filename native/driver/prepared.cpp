#include "driver/prepared.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

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

audio::StreamSide stream_side(const Plan& plan, const PlannedSide& side, double sampleRate, std::int32_t frames) {
  audio::StreamSide stream{.device = side.device.index,
                           .channels = side.channels,
                           .sampleType = side.sampleType,
                           .suggestedLatency = side.suggested_latency(sampleRate, frames)};
  if (plan.backendType == paWASAPI) {
    stream.wasapi = {.exclusive = side.wasapi.exclusiveMode,
                     .autoConvert = side.wasapi.autoConvert,
                     .explicitSampleFormat = side.wasapi.explicitSampleFormat,
                     .channelMask = side.wasapi.keepChannelMask ? side.device.channelMask : 0};
  }
  return stream;
}

}  // namespace

audio::StreamSettings stream_settings(const Plan& plan, double sampleRate, std::int32_t frames, bool input,
                                      bool output) {
  audio::StreamSettings settings{.sampleRate = sampleRate, .framesPerBuffer = static_cast<unsigned long>(frames)};
  if (plan.input && input) settings.input = stream_side(plan, *plan.input, sampleRate, frames);
  if (plan.output && output) settings.output = stream_side(plan, *plan.output, sampleRate, frames);
  return settings;
}

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

Prepared::Prepared(const Plan& plan, std::shared_ptr<LiveState> live, std::span<abi::BufferInfo> infos,
                   std::int32_t frames, double sampleRate, const abi::Callbacks& callbacks,
                   status::Publisher* publisher)
    : live_(std::move(live)),
      host_(callbacks),
      buffers_(plan, infos, frames),
      frames_(frames),
      sampleRate_(sampleRate),
      estimate_(estimate_latencies(plan, sampleRate, frames)),
      publisher_(publisher),
      stream_([&] {
        // A direction without a channel in use is not opened at all.
        audio::StreamSettings settings =
            stream_settings(plan, sampleRate, frames, buffers_.has_inputs(), buffers_.has_outputs());
        // Clipping and dither stay PortAudio's defaults. Output is not primed by the callback: the first callback
        // then has real input and is frame 0 in both directions.
        settings.callback = on_callback;
        settings.finished = on_finished;
        settings.userData = this;
        try {
          return audio::Stream(settings);
        } catch (const audio::Error& error) {
          throw audio::Error(blame(static_cast<const audio::Failure&>(error), plan));
        }
      }()),
      notifier_(live_, host_) {}

Prepared::~Prepared() {
  if (!running_) return;
  try {
    stop();
  } catch (const audio::Error&) {  // the stream is closed all the same, by its own destructor
  }
}

void Prepared::start(std::uint64_t firstPosition) {
  running_.emplace(
      host_, buffers_, *live_,
      Running::Setup{
          .sampleRate = sampleRate_, .frames = frames_, .firstPosition = firstPosition, .publisher = publisher_});
  try {
    stream_.start();
  } catch (...) {
    running_->finish();
    running_.reset();
    throw;
  }
}

void Prepared::stop() {
  running_->finish();
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
  return {.input = of_side(buffers_.has_inputs(), stream_.input_latency(), estimate_.input),
          .output = of_side(buffers_.has_outputs(), stream_.output_latency(), estimate_.output)};
}

Latencies Prepared::claimed_latencies() const noexcept {
  return {.input = buffers_.has_inputs() ? frames_of(stream_.input_latency(), sampleRate_) : 0,
          .output = buffers_.has_outputs() ? frames_of(stream_.output_latency(), sampleRate_) : 0};
}

void Prepared::request_reset() {
  live_->post(notice::kResetRequest);
  notifier_.hurry();
}

int Prepared::on_callback(const void* input, void* output, unsigned long frames,
                          const PaStreamCallbackTimeInfo* /*time*/, PaStreamCallbackFlags flags, void* self) {
  static_cast<Prepared*>(self)->running_->process(input, output, frames, flags);
  return paContinue;
}

void Prepared::on_finished(void* self) {
  Prepared& prepared = *static_cast<Prepared*>(self);
  LiveState& live = *prepared.live_;
  if (!live.running.load(std::memory_order_acquire) || live.finishing.load(std::memory_order_acquire)) return;
  // Nobody stopped it, so the device went away. The host may find another, or the same one again.
  live.lost.store(true, std::memory_order_release);
  prepared.running_->publish_loss();
  live.post(notice::kResetRequest);
}

}  // namespace flexlab::driver
