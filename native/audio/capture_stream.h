#pragma once

#include <portaudio.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "audio/block_stream.h"
#include "audio/capture_source.h"

namespace flexlab::audio {

/// A source of input by itself: what it brings calls back, in blocks of one size, on the source's thread.
class CaptureStream final : public BlockStream, private CaptureListener {
 public:
  struct Setup {
    std::unique_ptr<CaptureSource> source;
    unsigned long frames = 0;  ///< of a block, at the source's rate
    // As of audio::StreamSettings.
    PaStreamCallback* callback = nullptr;
    PaStreamFinishedCallback* finished = nullptr;
    void* userData = nullptr;
  };
  explicit CaptureStream(Setup setup);
  ~CaptureStream() override;
  CaptureStream(const CaptureStream&) = delete;
  CaptureStream& operator=(const CaptureStream&) = delete;

  void start() override;
  void stop() override;
  [[nodiscard]] double input_latency() const noexcept override { return setup_.source->format().latency; }
  [[nodiscard]] double output_latency() const noexcept override { return 0; }

 private:
  void captured(const void* const* channels, unsigned long frames, std::int64_t time,
                PaStreamCallbackFlags flags) noexcept override;
  void capture_lost() noexcept override;

  Setup setup_;
  const std::size_t sampleBytes_;
  std::vector<std::byte> block_;  // channels x frames
  std::vector<std::byte*> channels_;
  unsigned long filled_ = 0;
  PaStreamCallbackFlags flags_ = 0;
};

}  // namespace flexlab::audio
