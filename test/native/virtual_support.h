#pragma once

#include <portaudio.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "audio/clock.h"
#include "audio/library.h"
#include "audio/sample_type.h"
#include "audio/stream.h"
#include "virtual/sample_codec.h"
#include "virtual/scenario.h"

namespace flexlab::test {

/// Channels x frames.
using Block = std::vector<std::vector<double>>;

/// A sample that tells its channel and position: never near zero, a whole number of Int16 steps.
inline double coded(int channel, std::int64_t position) {
  std::uint32_t h =
      static_cast<std::uint32_t>(position) * 2654435761U + static_cast<std::uint32_t>(channel + 1) * 40503U;
  h ^= h >> 15;
  h *= 0x846ca68bU;
  h ^= h >> 13;
  const double magnitude = 4096.0 + (h >> 1) % 12288;
  return ((h & 1) != 0 ? -magnitude : magnitude) / 32768.0;
}

/// A fault of a device, as a scenario describes it.
inline std::string fault_text(const std::string& kind, std::int64_t at, std::int64_t frames,
                              const std::string& more = "") {
  return "[[device.fault]]\nkind = \"" + kind + "\"\nat = " + std::to_string(at) +
         "\nframes = " + std::to_string(frames) + "\n" + more + "\n";
}

struct RunSettings {
  std::string scenario;
  int inputs = 2;
  int outputs = 2;
  double rate = 48000;
  unsigned long frames = 480;
  std::int64_t length = 9600;
  audio::SampleType inputType = audio::SampleType::Float32;
  audio::SampleType outputType = audio::SampleType::Float32;
  std::function<double(int, std::int64_t)> signal = coded;
};

/// What a run through real PortAudio calls brought.
struct Run {
  Block input;
  std::vector<std::int64_t> entered;  ///< audio::now() at each callback
  std::vector<PaStreamCallbackFlags> flags;
  std::vector<std::int64_t> positions;
  bool finishedByItself = false;
  double inputLatency = 0;
  double outputLatency = 0;
  std::int64_t startedAt = 0;
};

inline const audio::Backend* find_backend(const std::vector<audio::Backend>& backends, const std::string& name) {
  for (const audio::Backend& backend : backends) {
    if (backend.name == name) return &backend;
  }
  return nullptr;
}

class Runner {
 public:
  explicit Runner(const RunSettings& settings) : settings_(settings) {
    run_.input.assign(static_cast<std::size_t>(settings.inputs),
                      std::vector<double>(static_cast<std::size_t>(settings.length)));
    const auto callbacks = static_cast<std::size_t>(settings.length) / settings.frames + 2;
    run_.entered.reserve(callbacks);
    run_.flags.reserve(callbacks);
    run_.positions.reserve(callbacks);
    scratch_.resize(settings.frames);
  }

  /// Opens the first (or the given) Virtual devices, runs `length` frames, stops.
  Run go(PaDeviceIndex inputAt = 0, PaDeviceIndex outputAt = 0) {
    if (!settings_.scenario.empty()) virtual_device::set_scenario("test.toml", settings_.scenario);
    const audio::Library library;
    virtual_device::reset_scenario();
    const auto backends = library.backends();
    const audio::Backend* backend = find_backend(backends, "Virtual");
    const auto index = [&](PaDeviceIndex at) { return backend->devices.at(static_cast<std::size_t>(at)).index; };
    audio::StreamSettings stream;
    if (settings_.inputs > 0) {
      stream.input =
          audio::StreamSide{.device = index(inputAt), .channels = settings_.inputs, .sampleType = settings_.inputType};
    }
    if (settings_.outputs > 0) {
      stream.output = audio::StreamSide{
          .device = index(outputAt), .channels = settings_.outputs, .sampleType = settings_.outputType};
    }
    stream.sampleRate = settings_.rate;
    stream.framesPerBuffer = settings_.frames;
    stream.callback = [](const void* in, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                         PaStreamCallbackFlags flags, void* self) {
      return static_cast<Runner*>(self)->callback(static_cast<const unsigned char* const*>(in),
                                                  static_cast<unsigned char* const*>(out),
                                                  static_cast<std::int64_t>(frames), flags);
    };
    stream.finished = [](void* self) { static_cast<Runner*>(self)->finished(); };
    stream.userData = this;
    audio::Stream opened(stream);
    run_.inputLatency = opened.input_latency();
    run_.outputLatency = opened.output_latency();
    run_.startedAt = audio::now();
    opened.start();
    {
      std::unique_lock lock(mutex_);
      ended_.wait(lock, [&] { return isFinished_; });
    }
    opened.stop();
    run_.finishedByItself = position_ < settings_.length;
    for (auto& channel : run_.input) channel.resize(static_cast<std::size_t>(std::min(position_, settings_.length)));
    return std::move(run_);
  }

 private:
  int callback(const unsigned char* const* in, unsigned char* const* out, std::int64_t frames,
               PaStreamCallbackFlags flags) {
    run_.entered.push_back(audio::now());
    run_.flags.push_back(flags);
    run_.positions.push_back(position_);
    const auto count = static_cast<std::size_t>(frames);
    for (int channel = 0; channel < settings_.inputs; ++channel) {
      virtual_device::decode(settings_.inputType, in[channel], scratch_.data(), count);
      for (std::int64_t i = 0; i < frames && position_ + i < settings_.length; ++i) {
        run_.input[static_cast<std::size_t>(channel)][static_cast<std::size_t>(position_ + i)] =
            scratch_[static_cast<std::size_t>(i)];
      }
    }
    for (int channel = 0; channel < settings_.outputs; ++channel) {
      for (std::int64_t i = 0; i < frames; ++i) {
        scratch_[static_cast<std::size_t>(i)] = settings_.signal(channel, position_ + i);
      }
      virtual_device::encode(settings_.outputType, scratch_.data(), out[channel], count);
    }
    position_ += frames;
    return position_ >= settings_.length ? paComplete : paContinue;
  }

  void finished() {
    const std::lock_guard lock(mutex_);
    isFinished_ = true;
    ended_.notify_one();
  }

  RunSettings settings_;
  Run run_;
  std::vector<double> scratch_;
  std::int64_t position_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool isFinished_ = false;
};

inline Run run(const RunSettings& settings) { return Runner(settings).go(); }

/// A scenario of one device with clock "fast" and these lines.
inline std::string fast_device(const std::string& lines = "") { return "clock = \"fast\"\n[[device]]\n" + lines; }

}  // namespace flexlab::test
