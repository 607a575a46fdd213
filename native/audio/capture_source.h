#pragma once

#include <portaudio.h>

#include <cstdint>

#include "audio/sample_type.h"

namespace flexlab::audio {

/// What a source of input delivers.
struct CaptureFormat {
  int channels = 0;
  SampleType sampleType = SampleType::Float32;
  double sampleRate = 0;  ///< Hz, nominal
  /// Seconds from the world until the host has a block of it, the block's own length included, as PortAudio counts;
  /// as claimed: any number.
  double latency = 0;
  std::int32_t burstFrames = 0;  ///< frames that come at once, as far as is known beforehand
};

/// Takes what a source captures. Called from the source's own thread, in real time: neither waits nor allocates.
class CaptureListener {
 public:
  virtual ~CaptureListener() = default;

  /// `channels[c]`: so many frames of channel c. `time`: when the last of them was complete, on audio::now().
  /// `flags`: paInputOverflow and the like.
  virtual void captured(const void* const* channels, unsigned long frames, std::int64_t time,
                        PaStreamCallbackFlags flags) noexcept = 0;
  /// The source ended although nobody stopped it: the device went away.
  virtual void capture_lost() noexcept = 0;

 protected:
  CaptureListener() = default;
  CaptureListener(const CaptureListener&) = default;
  CaptureListener& operator=(const CaptureListener&) = default;
};

/// Where input comes from when it is not part of the output's stream: opened by its constructor, closed by its
/// destructor. A PortAudio stream of its own, or what PortAudio does not have, such as WASAPI loopback.
class CaptureSource {
 public:
  CaptureSource() = default;
  virtual ~CaptureSource() = default;
  CaptureSource(const CaptureSource&) = delete;
  CaptureSource& operator=(const CaptureSource&) = delete;

  [[nodiscard]] virtual const CaptureFormat& format() const noexcept = 0;
  /// Throws Error; nothing comes then. `listener` outlives the next stop().
  virtual void start(CaptureListener& listener) = 0;
  /// Nothing comes after it returns, even when it throws Error. Does nothing when stopped.
  virtual void stop() = 0;
};

}  // namespace flexlab::audio
