#include "audio/stream_capture.h"

#include <algorithm>
#include <cmath>

#include "audio/clock.h"

namespace flexlab::audio {
namespace {

/// Sound systems wake programs at least this often; what they buffer beyond comes in such portions.
constexpr double kLongestPeriodSeconds = 0.01;

std::int32_t burst_of(double latency, double sampleRate, unsigned long framesPerBuffer) {
  const double period = std::clamp(std::isnan(latency) ? 0.0 : latency, 0.0, kLongestPeriodSeconds) * sampleRate;
  return std::max(static_cast<std::int32_t>(framesPerBuffer), static_cast<std::int32_t>(period));
}

}  // namespace

StreamCapture::StreamCapture(const StreamSide& side, double sampleRate, unsigned long framesPerBuffer)
    : stream_({.input = side,
               .sampleRate = sampleRate,
               .framesPerBuffer = framesPerBuffer,
               .callback = on_callback,
               .finished = on_finished,
               .userData = this}),
      format_{.channels = side.channels,
              .sampleType = side.sampleType,
              .sampleRate = sampleRate,
              .latency = stream_.input_latency(),
              .burstFrames = burst_of(stream_.input_latency(), sampleRate, framesPerBuffer)} {}

void StreamCapture::start(CaptureListener& listener) {
  listener_ = &listener;
  stopping_.store(false, std::memory_order_release);
  stream_.start();
}

void StreamCapture::stop() {
  stopping_.store(true, std::memory_order_release);
  stream_.stop();
}

int StreamCapture::on_callback(const void* input, void* /*output*/, unsigned long frames,
                               const PaStreamCallbackTimeInfo* /*time*/, PaStreamCallbackFlags flags, void* self) {
  StreamCapture& capture = *static_cast<StreamCapture*>(self);
  if (input != nullptr && !capture.stopping_.load(std::memory_order_acquire)) {
    capture.listener_->captured(static_cast<const void* const*>(input), frames, now(), flags);
  }
  return paContinue;
}

void StreamCapture::on_finished(void* self) {
  StreamCapture& capture = *static_cast<StreamCapture*>(self);
  if (!capture.stopping_.load(std::memory_order_acquire)) capture.listener_->capture_lost();
}

}  // namespace flexlab::audio
