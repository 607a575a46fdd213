#pragma once

#include <cstdint>

#include "json.h"

/// Numbers every frame that is played, in the samples of two channels, and reads the numbers in what comes back: sound
/// that is lost, repeated, out of order or on the wrong channel shows for what it is. 16 bits of a sample are used, as
/// MME and DirectSound carry no more.
class FrameCounter {
 public:
  /// What the two channels carry for a frame, as 16-bit samples.
  struct Samples {
    int16_t low, high;
  };
  /// Below 2^29 frames.
  static Samples of(uint32_t frame) {
    // The mark in the second channel is never in silence, nor where the channels are swapped.
    return {static_cast<int16_t>((frame & 0x7fff) | (frame & 1 ? 0 : 0x8000)),
            static_cast<int16_t>(0x4000 | ((frame >> 15) & 0x3fff))};
  }

  /// Takes the next frame that was heard, which the stream counts as frame `position`.
  void hear(Samples samples, uint64_t position) {
    const auto low = static_cast<uint16_t>(samples.low);
    const auto high = static_cast<uint16_t>(samples.high);
    const bool isCode = (high & 0xc000) == 0x4000 && ((low & 0x8000) != 0) == ((low & 1) == 0);
    if (!isCode) {
      if (samples.low == 0 && samples.high == 0) {
        ++silent_;
      } else {
        ++wrong_;
      }
      return;
    }
    const uint32_t frame = (static_cast<uint32_t>(high & 0x3fff) << 15) | (low & 0x7fff);
    if (heard_ == 0) {
      delay_ = static_cast<double>(position) - frame;
    } else if (frame > last_ + 1) {
      ++skips_;
    } else if (frame <= last_) {
      ++back_;
    } else {
      ++inOrder_;
    }
    last_ = frame;
    ++heard_;
  }

  [[nodiscard]] Json facts() const {
    return Json::object()
        .put("heard", heard_)
        .put("inOrder", inOrder_)
        .put("skips", skips_)
        .put("back", back_)
        .put("wrong", wrong_)
        .put("silent", silent_)
        .put("delay", delay_);
  }

 private:
  double heard_ = 0, inOrder_ = 0, skips_ = 0, back_ = 0, wrong_ = 0, silent_ = 0, delay_ = 0;
  uint32_t last_ = 0;
};
