#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "audio/sample_type.h"
#include "probe/callback_log.h"
#include "probe/level_bank.h"
#include "probe/sample_tap.h"

namespace flexlab::probe {

/// What the audio thread of a run tells of each callback, without waiting for anybody: levels of every channel, times,
/// and the samples of two channels: one that is watched for damage, one that somebody looks at. Every part has at most
/// one other thread that reads it.
class Telemetry {
 public:
  struct Setup {
    audio::SampleType inputType = audio::SampleType::Float32;
    audio::SampleType outputType = audio::SampleType::Float32;
    std::uint32_t inputs = 0;
    std::size_t frames = 0;  ///< of a buffer
    double sampleRate = 48000;
  };

  /// Before the stream starts; readers may be there already.
  void prepare(const Setup& setup) noexcept {
    setup_ = setup;
    inputs_.prepare(setup.frames, setup.sampleRate);
    outputs_.prepare(setup.frames, setup.sampleRate);
    callbacks_.prepare(static_cast<std::int64_t>(static_cast<double>(setup.frames) / setup.sampleRate * 1e9));
  }

  // For the audio thread.
  /// Before the channels of a buffer, whose first frame has that stream position.
  void begin(std::uint64_t position) noexcept {
    position_ = position;
    inputs_.begin();
    outputs_.begin();
    watched_.begin();
    shown_.begin();
  }
  void heard(std::uint32_t channel, const std::byte* samples, const Level& level) noexcept {
    inputs_.add(channel, level);
    tap(static_cast<int>(channel), setup_.inputType, samples);
  }
  void played(std::uint32_t channel, const std::byte* samples, const Level& level) noexcept {
    outputs_.add(channel, level);
    tap(static_cast<int>(setup_.inputs + channel), setup_.outputType, samples);
  }
  /// After the channels, nanoseconds.
  void end(std::int64_t entered, std::int64_t duration) noexcept { callbacks_.add(entered, duration); }

  /// What it was prepared with.
  [[nodiscard]] const Setup& setup() const noexcept { return setup_; }
  [[nodiscard]] const LevelBank& inputs() const noexcept { return inputs_; }
  [[nodiscard]] const LevelBank& outputs() const noexcept { return outputs_; }
  [[nodiscard]] const CallbackLog& callbacks() const noexcept { return callbacks_; }
  /// Of the thread that looks for damage.
  [[nodiscard]] SampleTap& watched() noexcept { return watched_; }
  /// Of the thread that shows samples.
  [[nodiscard]] SampleTap& shown() noexcept { return shown_; }

 private:
  void tap(int channel, audio::SampleType type, const std::byte* samples) noexcept {
    if (watched_.takes(channel)) watched_.add(type, position_, setup_.frames, samples);
    if (shown_.takes(channel)) shown_.add(type, position_, setup_.frames, samples);
  }

  Setup setup_;
  std::uint64_t position_ = 0;
  LevelBank inputs_;
  LevelBank outputs_;
  CallbackLog callbacks_;
  SampleTap watched_;
  SampleTap shown_;
};

}  // namespace flexlab::probe
