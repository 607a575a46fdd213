// What a run tells of itself while it runs, part by part: levels, callbacks, samples, and the position code followed.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include "driver/realtime.h"
#include "driver_support.h"
#include "probe/callback_log.h"
#include "probe/code_watch.h"
#include "probe/glitch_count.h"
#include "probe/level_bank.h"
#include "probe/sample_tap.h"
#include "probe/telemetry.h"

using namespace flexlab;
using namespace flexlab::probe;

namespace {

Level level_of(const std::vector<double>& samples) {
  Level level;
  for (const double sample : samples) level.add(sample);
  return level;
}

std::vector<double> sine(double amplitude) {
  std::vector<double> samples(480);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = amplitude * std::sin(2 * 3.14159265358979 * i / 48.0);
  return samples;
}

const std::byte* bytes(const std::vector<float>& samples) { return reinterpret_cast<const std::byte*>(samples.data()); }

/// A channel on which the code comes back.
class Air {
 public:
  std::size_t delay = 500;
  double gain = 1;

  std::vector<float> next(std::size_t frames) {
    std::vector<float> samples(frames);
    for (float& sample : samples) {
      sample = position < delay ? 0 : static_cast<float>(gain * code_.sample(position - delay));
      ++position;
    }
    return samples;
  }

  std::uint64_t position = 0;

 private:
  PositionCode code_{7, 0, 24};
};

struct Watched {
  CodeWatch watch;
  Air air;

  Watched() { watch.expect({.seed = 7, .codeBits = 24, .channels = {0}, .sampleRate = 48000}); }
  void hear(std::size_t frames) {
    const std::uint64_t at = air.position;
    watch.hear(at, air.next(frames));
  }
  /// The same, changed on its way.
  template <typename Change>
  void hear(std::size_t frames, Change change) {
    const std::uint64_t at = air.position;
    std::vector<float> samples = air.next(frames);
    change(samples);
    watch.hear(at, samples);
  }
};

}  // namespace

TEST_CASE("levels are peak, root mean square and clips, and who looks changes nothing") {
  LevelBank bank;
  bank.prepare(480, 48000);
  for (int i = 0; i < 300; ++i) {
    bank.begin();
    bank.add(0, level_of(sine(0.5)));
    bank.add(LevelBank::kChannels, level_of(sine(1)));  // beyond what is told of: left out
  }
  for (int i = 0; i < 2; ++i) {
    CHECK(bank.read(0).peak == doctest::Approx(0.5));
    CHECK(std::sqrt(bank.read(0).meanSquare) == doctest::Approx(0.5 / std::sqrt(2)).epsilon(1e-3));
    CHECK(bank.read(0).clipped == 0);
  }
  // One loud buffer stays as a peak for a tenth of a second at least, and for two at most.
  std::vector<double> click(480, 0);
  click[7] = -1;
  click[9] = 1;
  bank.begin();
  bank.add(0, level_of(click));
  const auto quiet = [&](int buffers) {
    for (int i = 0; i < buffers; ++i) {
      bank.begin();
      bank.add(0, level_of(sine(0.1)));
    }
  };
  quiet(9);
  CHECK(bank.read(0).peak == 1);
  CHECK(bank.read(0).clipped == 2);
  quiet(12);
  CHECK(bank.read(0).peak == doctest::Approx(0.1));
  CHECK(bank.read(0).clipped == 2);
}

TEST_CASE("the callback log keeps intervals and durations, and marks what is late") {
  constexpr std::int64_t period = 10'000'000;
  CallbackLog log;
  log.prepare(period);
  std::int64_t now = 5'000'000'000;
  log.add(now, 1'000'000);
  std::vector<CallbackLog::Entry> entries(128);
  CHECK(log.read(entries) == 0);
  for (int i = 0; i < 100; ++i) log.add(now += period, 2'500'000);
  log.add(now += 2 * period, 20'000'000);
  CHECK(log.read(entries) == 101);
  CHECK((entries[0] & 0xFFFF) == 256);
  CHECK((entries[0] >> 16) == 2048);
  CHECK((entries[100] & 0xFFFF) == 512);
  CHECK((entries[100] >> 16) == (0x8000 | 16384));
  CHECK(log.late() == 1);
  CHECK(log.stalls() == 0);
  CHECK(log.longest_interval() == 2 * period);
  CHECK(log.longest_duration() == 20'000'000);
  log.add(now += 30 * period, 1'000'000);
  CHECK(log.late() == 2);
  CHECK(log.stalls() == 1);
  for (int i = 0; i < 1000; ++i) log.add(now += period, 0);
  CHECK(log.read(entries) == 1102);
  CHECK((entries[127] & 0xFFFF) == 256);
  CHECK(log.late() == 2);
}

TEST_CASE("a driver that calls in bursts is not late for it") {
  constexpr std::int64_t period = 10'000'000;
  CallbackLog log;
  log.prepare(period);
  std::int64_t now = 0;
  for (int i = 0; i < 4000; ++i) log.add(now += i % 4 == 0 ? 4 * period - 3000 : 1000, 500);
  CHECK(log.late() == 0);
}

TEST_CASE("a tap hands over the samples of the channel that was chosen") {
  SampleTap tap;
  std::vector<float> into(SampleTap::kFrames);
  const std::vector<float> one(100, 0.5F);
  const std::vector<float> other(100, 0.25F);
  const auto buffer = [&](std::uint64_t position) {
    tap.begin();
    if (tap.takes(0)) tap.add(audio::SampleType::Float32, position, 100, bytes(one));
    if (tap.takes(1)) tap.add(audio::SampleType::Float32, position, 100, bytes(other));
  };
  buffer(0);
  CHECK(tap.read(0, 0, into).samples.empty());
  tap.choose(0);
  buffer(100);
  buffer(200);
  CHECK(tap.read(0, 0, into).position == 100);
  CHECK(tap.read(0, 0, into).samples.size() == 200);
  CHECK(tap.read(0, 250, into).samples.size() == 50);
  CHECK(into[0] == 0.5F);
  CHECK(tap.read(1, 0, into).samples.empty());
  tap.choose(1);
  buffer(300);
  CHECK(tap.read(0, 0, into).samples.empty());
  CHECK(tap.read(1, 0, into).position == 300);
  CHECK(into[99] == 0.25F);
  // After a gap only what follows it is one stretch.
  buffer(1000);
  CHECK(tap.read(1, 300, into).position == 1000);
  for (std::uint64_t at = 1100; at < 60000; at += 100) buffer(at);
  CHECK(tap.read(1, 1000, into).position == 60000 - SampleTap::kLatest);
}

TEST_CASE("a tap that is read while it is written never mixes what is old with what is new") {
  SampleTap tap;
  tap.choose(0);
  std::atomic<bool> over{false};
  std::thread writer([&] {
    std::vector<float> samples(441);
    for (std::uint64_t at = 0; at < 8'000'000; at += samples.size()) {
      // Exact in a float, and different for any two positions that share a place in the ring.
      for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<float>(at + i);
      tap.begin();
      tap.add(audio::SampleType::Float32, at, samples.size(), bytes(samples));
    }
    over.store(true);
  });
  std::vector<float> into(SampleTap::kFrames);
  std::uint64_t next = 0;
  std::size_t wrong = 0;
  while (!over.load()) {
    const SampleTap::Piece piece = tap.read(0, next, into);
    for (std::size_t i = 0; i < piece.samples.size(); ++i) {
      wrong += piece.samples[i] != static_cast<float>(piece.position + i) ? 1 : 0;
    }
    if (!piece.samples.empty()) next = piece.position + piece.samples.size();
  }
  writer.join();
  CHECK(wrong == 0);
  CHECK(next > 0);
}

TEST_CASE("telling takes no memory in the callback") {
  Telemetry telemetry;
  telemetry.prepare({.inputs = 1, .frames = 100, .sampleRate = 48000});
  telemetry.shown().choose(0);
  telemetry.watched().choose(1);
  const std::vector<float> samples(100, 0.5F);
  const int before = test::allocations_in_callbacks();
  {
    const driver::CallbackScope scope;
    telemetry.begin(0);
    telemetry.heard(0, bytes(samples), {.peak = 0.5F});
    telemetry.played(0, bytes(samples), {.peak = 0.5F});
    telemetry.end(1000, 10);
  }
  CHECK(test::allocations_in_callbacks() == before);
  std::vector<float> into(200);
  CHECK(telemetry.shown().read(0, 0, into).samples.size() == 100);
  CHECK(telemetry.watched().read(1, 0, into).samples.size() == 100);
}

TEST_CASE("the code is found at any delay, loudness and polarity, and not in other sounds") {
  for (const std::size_t delay : {std::size_t{0}, std::size_t{1}, std::size_t{960}, std::size_t{70000}}) {
    for (const double gain : {1.0, -0.001}) {
      Watched watched;
      watched.air.delay = delay;
      watched.air.gain = gain;
      for (int i = 0; i < 200; ++i) watched.hear(480);
      REQUIRE(watched.watch.round_trip());
      CHECK(*watched.watch.round_trip() == delay);
      CHECK(watched.watch.glitches() == 0);
    }
  }
  Watched noise;
  std::uint32_t state = 1;
  for (int i = 0; i < 100; ++i) {
    noise.hear(480, [&](std::vector<float>& samples) {
      for (float& sample : samples)
        sample = static_cast<float>(static_cast<std::int32_t>(state = PositionCode::mix(state + 1))) * 0x1p-31F;
    });
  }
  CHECK_FALSE(noise.watch.round_trip());
  CHECK(noise.watch.glitches() == 0);
}

TEST_CASE("every damage counts once, with the frame where it begins") {
  Watched watched;
  for (int i = 0; i < 20; ++i) watched.hear(480);
  REQUIRE(watched.watch.round_trip());
  const auto is = [&](std::uint64_t glitches, std::uint64_t at, std::uint64_t delay) {
    watched.hear(480);
    CHECK(watched.watch.glitches() == glitches);
    CHECK(watched.watch.last_glitch() == at);
    CHECK(watched.watch.round_trip() == delay);
  };
  std::uint64_t at = watched.air.position;
  watched.air.delay -= 3;  // three frames are lost
  is(1, at, 497);
  at = watched.air.position + 100;
  watched.hear(480, [](std::vector<float>& samples) { samples[100] = 0; });
  is(2, at, 497);
  at = watched.air.position + 200;
  watched.hear(480, [](std::vector<float>& samples) { samples[200] *= 1.1F; });
  is(3, at, 497);
  at = watched.air.position;
  watched.hear(200, [](std::vector<float>& samples) { std::ranges::fill(samples, 0); });
  watched.air.delay += 200;  // two hundred are added
  is(4, at, 697);
  at = watched.air.position;
  watched.air.delay = 9000;
  // So far away it is looked for now and then only.
  for (int i = 0; i < 20; ++i) watched.hear(480);
  is(5, at, 9000);
}

TEST_CASE("a change of loudness is no damage, and a sound that ends is one") {
  Watched watched;
  for (int i = 0; i < 20; ++i) watched.hear(480);
  watched.air.gain = 0.3;
  watched.hear(480);
  for (int i = 0; i < 50; ++i) {
    watched.air.gain *= 0.98;
    watched.hear(64);
  }
  watched.hear(480);
  CHECK(watched.watch.glitches() == 0);
  CHECK(watched.watch.round_trip() == 500);
  const std::uint64_t at = watched.air.position;
  watched.air.gain = 0;
  for (int i = 0; i < 100; ++i) watched.hear(480);
  CHECK(watched.watch.glitches() == 1);
  CHECK(watched.watch.last_glitch() == at);
  CHECK_FALSE(watched.watch.round_trip());
}

TEST_CASE("what is not the code is nothing to count, and a gap in what was seen is nothing to count either") {
  Watched watched;
  for (int i = 0; i < 20; ++i) watched.hear(480);
  watched.air.next(5000);
  watched.hear(480);
  CHECK(watched.watch.round_trip() == 500);
  watched.watch.ignore();
  watched.hear(480, [](std::vector<float>& samples) { std::ranges::fill(samples, 0.1F); });
  CHECK(watched.watch.glitches() == 0);
}

TEST_CASE("flags count where there is no code to follow, and stalls always") {
  Telemetry telemetry;
  telemetry.prepare({.inputs = 1, .frames = 480, .sampleRate = 48000});
  GlitchCount count(telemetry, {.inputs = 1, .outputs = 1, .sampleRate = 48000});
  count.play({.signal = SineSignal{}});
  count.look({.outputUnderflows = 2}, 1);
  CHECK(count.count() == 2);
  CHECK(count.last_seconds() == 1.0);
  count.play({.signal = PositionSignal{.seed = 7}});
  Air air;
  std::int64_t now = 0;
  const auto buffer = [&](std::int64_t interval) {
    telemetry.begin(air.position);
    telemetry.heard(0, bytes(air.next(480)), {});
    telemetry.end(now += interval, 0);
  };
  for (int i = 0; i < 10; ++i) buffer(10'000'000);
  count.look({.outputUnderflows = 2}, 2);
  CHECK(count.round_trip() == 500);
  count.look({.outputUnderflows = 5, .missedOutputReady = 1}, 3);
  CHECK(count.count() == 2);
  buffer(400'000'000);
  count.look({.outputUnderflows = 5, .missedOutputReady = 1}, 4);
  CHECK(count.count() == 3);
  CHECK(count.last_seconds() == 4.0);
  // Only what sounds on can be followed: with its channel off there is nothing to miss.
  count.play({.signal = PositionSignal{.seed = 7}, .channels = {.all = false, .some = {}}});
  air.gain = 0;
  for (int i = 0; i < 100; ++i) buffer(10'000'000);
  count.look({.outputUnderflows = 5, .missedOutputReady = 1}, 5);
  CHECK(count.count() == 3);
}
