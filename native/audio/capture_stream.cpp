#include "audio/capture_stream.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace flexlab::audio {

CaptureStream::CaptureStream(Setup setup)
    : setup_(std::move(setup)),
      sampleBytes_(bytes_of(setup_.source->format().sampleType)),
      block_(static_cast<std::size_t>(setup_.source->format().channels) * setup_.frames * sampleBytes_) {
  for (int channel = 0; channel < setup_.source->format().channels; ++channel) {
    channels_.push_back(block_.data() + static_cast<std::size_t>(channel) * setup_.frames * sampleBytes_);
  }
}

// Before the memory that it writes into.
CaptureStream::~CaptureStream() { setup_.source.reset(); }

void CaptureStream::start() {
  filled_ = 0;
  flags_ = 0;
  setup_.source->start(*this);
}

void CaptureStream::stop() { setup_.source->stop(); }

void CaptureStream::captured(const void* const* channels, unsigned long frames, std::int64_t /*time*/,
                             PaStreamCallbackFlags flags) noexcept {
  flags_ |= flags;
  for (unsigned long done = 0; done < frames;) {
    const unsigned long count = std::min(frames - done, setup_.frames - filled_);
    for (std::size_t channel = 0; channel < channels_.size(); ++channel) {
      std::memcpy(channels_[channel] + filled_ * sampleBytes_,
                  static_cast<const std::byte*>(channels[channel]) + done * sampleBytes_, count * sampleBytes_);
    }
    done += count;
    filled_ += count;
    if (filled_ < setup_.frames) return;
    filled_ = 0;
    setup_.callback(channels_.data(), nullptr, setup_.frames, nullptr, std::exchange(flags_, PaStreamCallbackFlags{0}),
                    setup_.userData);
  }
}

void CaptureStream::capture_lost() noexcept { setup_.finished(setup_.userData); }

}  // namespace flexlab::audio
