#include "probe/recorder.h"

#include <algorithm>

#include "probe/samples.h"

namespace flexlab::probe {

Recorder::Recorder(audio::SampleType type, std::size_t channels, std::size_t frames) : type_(type), frames_(frames) {
  for (std::size_t channel = 0; channel < channels; ++channel) {
    if (type == audio::SampleType::Int32) {
      tracks_.emplace_back(std::vector<double>(frames));
    } else {
      tracks_.emplace_back(std::vector<float>(frames));
    }
  }
}

Level Recorder::keep(std::size_t channel, std::uint64_t position, std::size_t frames,
                     const std::byte* source) noexcept {
  const std::size_t room = position < frames_ ? std::min<std::uint64_t>(frames, frames_ - position) : 0;
  return with_samples(type_, [&]<typename Io>(Io) {
    using Value = decltype(Io::read(source));
    Level level;
    if (room > 0) {
      Value* target = std::get<std::vector<Value>>(tracks_[channel]).data() + position;
      for (std::size_t i = 0; i < room; ++i) {
        target[i] = Io::read(source + i * Io::kBytes);
        level.add(target[i]);
      }
    }
    for (std::size_t i = room; i < frames; ++i) level.add(Io::read(source + i * Io::kBytes));
    return level;
  });
}

std::vector<Track> Recorder::take(std::size_t frames) {
  for (Track& track : tracks_) {
    std::visit([&](auto& samples) { samples.resize(std::min(frames, samples.size())); }, track);
  }
  return std::move(tracks_);
}

double Recorder::bytes_needed(audio::SampleType type, std::size_t channels, double frames) noexcept {
  return frames * static_cast<double>(channels) *
         static_cast<double>(type == audio::SampleType::Int32 ? sizeof(double) : sizeof(float));
}

}  // namespace flexlab::probe
