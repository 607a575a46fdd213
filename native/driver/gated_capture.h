#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "audio/capture_source.h"

namespace flexlab::driver {

/// A source of input that may start, which can take its time, before anybody wants what it brings.
class GatedCapture {
 public:
  explicit GatedCapture(std::unique_ptr<audio::CaptureSource> source) : source_(std::move(source)) {}

  [[nodiscard]] const audio::CaptureFormat& format() const noexcept { return source_->format(); }
  /// Throws audio::Error; nothing comes then.
  void start() { source_->start(gate_); }
  /// What comes goes there from now on, the news that it ended before included. `listener` outlives the next stop().
  void lead_to(audio::CaptureListener& listener) noexcept { gate_.lead_to(listener); }
  /// Nothing comes after it returns, even when it throws audio::Error.
  void stop() { source_->stop(); }

 private:
  class Gate final : public audio::CaptureListener {
   public:
    void lead_to(audio::CaptureListener& listener) noexcept {
      to_.store(&listener);
      if (ended_.load()) listener.capture_lost();
    }
    void captured(const void* const* channels, unsigned long frames, std::int64_t time,
                  PaStreamCallbackFlags flags) noexcept override {
      if (audio::CaptureListener* const to = to_.load(std::memory_order_acquire)) {
        to->captured(channels, frames, time, flags);
      }
    }
    void capture_lost() noexcept override {
      ended_.store(true);
      if (audio::CaptureListener* const to = to_.load()) to->capture_lost();
    }

   private:
    std::atomic<audio::CaptureListener*> to_{nullptr};
    std::atomic<bool> ended_{false};
  };

  Gate gate_;
  std::unique_ptr<audio::CaptureSource> source_;  // after its gate, so that it goes first
};

}  // namespace flexlab::driver
