#pragma once

#include <portaudio.h>

#include <optional>

#include "audio/block_stream.h"
#include "audio/error.h"
#include "audio/sample_type.h"
#include "audio/wasapi.h"

namespace flexlab::audio {

/// One direction of a stream.
struct StreamSide {
  PaDeviceIndex device = paNoDevice;
  int channels = 0;
  SampleType sampleType = SampleType::Float32;
  double suggestedLatency = 0;           ///< seconds
  std::optional<WasapiSettings> wasapi;  ///< for devices of WASAPI
};

/// A stream to open. Buffers of the callback are one array per channel (paNonInterleaved).
struct StreamSettings {
  std::optional<StreamSide> input;
  std::optional<StreamSide> output;
  double sampleRate = 0;
  unsigned long framesPerBuffer = paFramesPerBufferUnspecified;
  PaStreamFlags flags = paNoFlag;
  PaStreamCallback* callback = nullptr;
  PaStreamFinishedCallback* finished = nullptr;  ///< called on an unspecified thread when the stream went inactive
  void* userData = nullptr;
};

/// Whether a stream with these settings would probably open, without opening it; what speaks against it otherwise.
[[nodiscard]] std::optional<Failure> find_obstacle(const StreamSettings& settings);

/// An open PaStream; closed by its destructor, which stops it first when it still runs and never throws.
/// start, stop and abort may be called from any thread, but not from the callback, and not at the same time.
class Stream final : public BlockStream {
 public:
  /// Throws Error: `sample-rate-not-supported`, `channel-count-not-supported`, `sample-type-not-supported`,
  /// `device-busy`, `device-not-found`, `host-error`, `open-failed`; table is the direction at fault where it is known.
  explicit Stream(const StreamSettings& settings);
  ~Stream() override;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void start() override;
  void stop() override;
  /// The same without waiting for pending buffers.
  void abort();

  /// Whether callbacks come: false before start, after stop, and when the device went away.
  [[nodiscard]] bool active() const noexcept;
  [[nodiscard]] double input_latency() const noexcept override { return info_.inputLatency; }
  [[nodiscard]] double output_latency() const noexcept override { return info_.outputLatency; }
  /// Hz, as opened.
  [[nodiscard]] double sample_rate() const noexcept { return info_.sampleRate; }
  /// Seconds on the clock of the callback's time info.
  [[nodiscard]] double time() const noexcept;
  /// PortAudio's own estimate of callback time over buffer time.
  [[nodiscard]] double cpu_load() const noexcept;
  [[nodiscard]] PaStream* handle() const noexcept { return stream_; }

 private:
  PaStream* stream_ = nullptr;
  PaStreamInfo info_{};
};

}  // namespace flexlab::audio
