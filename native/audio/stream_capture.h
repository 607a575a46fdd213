#pragma once

#include <atomic>

#include "audio/capture_source.h"
#include "audio/stream.h"

namespace flexlab::audio {

/// The input of a PortAudio device as a stream of its own.
class StreamCapture final : public CaptureSource {
 public:
  /// Callbacks bring `framesPerBuffer` frames. Throws Error like Stream.
  StreamCapture(const StreamSide& side, double sampleRate, unsigned long framesPerBuffer);

  [[nodiscard]] const CaptureFormat& format() const noexcept override { return format_; }
  void start(CaptureListener& listener) override;
  void stop() override;

 private:
  static int on_callback(const void* input, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* time,
                         PaStreamCallbackFlags flags, void* self);
  static void on_finished(void* self);

  CaptureListener* listener_ = nullptr;
  std::atomic<bool> stopping_{true};
  Stream stream_;
  CaptureFormat format_;
};

}  // namespace flexlab::audio
