#include "probe/glitch_count.h"

#include <algorithm>
#include <utility>

namespace flexlab::probe {

GlitchCount::GlitchCount(Telemetry& telemetry, const Stream& stream)
    : telemetry_(telemetry), stream_(stream), samples_(SampleTap::kLatest) {}

void GlitchCount::play(const Playback& playback) {
  const auto* code = std::get_if<PositionSignal>(&playback.signal);
  CodeWatch::Expected expected{.codeBits = stream_.codeBits, .channels = {}, .sampleRate = stream_.sampleRate};
  if (code != nullptr && stream_.inputs > 0) {
    expected.seed = code->seed;
    for (std::uint32_t channel = 0; channel < stream_.outputs; ++channel) {
      if (playback.channels.has(channel)) expected.channels.push_back(channel);
    }
  }
  if (expected.channels.empty()) {
    watch_.ignore();
    channel_ = SampleTap::kNone;
  } else {
    // Most devices give each channel back on the one of the same number.
    channel_ = static_cast<int>(expected.channels[0] < stream_.inputs ? expected.channels[0] : 0);
    watch_.expect(std::move(expected));
  }
  telemetry_.watched().choose(channel_);
}

void GlitchCount::look(const ProbeCounters& counters, double streamSeconds) noexcept {
  if (channel_ != SampleTap::kNone) {
    const SampleTap::Piece piece = telemetry_.watched().read(channel_, position_, samples_);
    if (!piece.samples.empty()) {
      watch_.hear(piece.position, piece.samples);
      position_ = piece.position + piece.samples.size();
    }
  }
  const std::uint64_t flags = counters.inputUnderflows + counters.inputOverflows + counters.outputUnderflows +
                              counters.outputOverflows + counters.missedOutputReady;
  if (watch_.round_trip()) flags_ = flags;
  add(flags, flags_, streamSeconds);
  add(telemetry_.callbacks().stalls(), stalls_, streamSeconds);
  add(watch_.glitches(), damages_, static_cast<double>(watch_.last_glitch()) / stream_.sampleRate);
}

void GlitchCount::add(std::uint64_t now, std::uint64_t& before, double seconds) noexcept {
  if (now == before) return;
  count_ += now - before;
  before = now;
  lastSeconds_ = seconds;
}

}  // namespace flexlab::probe
