// What the probe plays: the formulas of render.h, and how they come and go.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstring>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include "audio/error.h"
#include "driver/realtime.h"
#include "driver_support.h"
#include "probe/player.h"
#include "probe/render.h"

using namespace flexlab;
using namespace flexlab::probe;

namespace {

constexpr double kRate = 48000;

/// The signals of test/fixtures/testSignals.txt by their names there.
Signal signal_named(const std::string& name) {
  if (name == "sine") return SineSignal{.frequencyHz = 997, .amplitude = 0.25};
  if (name == "sweep")
    return SweepSignal{.startHz = 20, .endHz = 20000, .seconds = 0.5, .repeat = true, .amplitude = 0.5};
  if (name == "sweepOnce") {
    return SweepSignal{.startHz = 100, .endHz = 100, .seconds = 0.1, .repeat = false, .amplitude = 0.5};
  }
  if (name == "white") return NoiseSignal{.pink = false, .seed = 7, .amplitude = 0.5};
  if (name == "pink") return NoiseSignal{.pink = true, .seed = 7, .amplitude = 0.5};
  if (name == "impulses") return ImpulseSignal{.seconds = 0.01, .amplitude = 0.75};
  if (name == "channels") return ChannelsSignal{.amplitude = 0.5};
  if (name == "steps") {
    return StepsSignal{.frequencyHz = 1000, .seconds = 0.1, .lowAmplitude = 0.1, .amplitude = 1};
  }
  FAIL("no signal is called " << name);
  return SilenceSignal{};
}

std::vector<double> samples_of(const Signal& signal, std::uint64_t from, std::size_t frames, std::uint32_t channel = 0,
                               const ChannelSet& channels = {}) {
  std::vector<double> samples(frames);
  render(signal, channels, {.channel = channel, .channels = 12, .sampleRate = kRate, .codeBits = 24}, from, samples);
  return samples;
}

const std::vector<std::string> kNames = {"sine", "sweep",    "sweepOnce", "white",
                                         "pink", "impulses", "channels",  "steps"};

double largest(const std::vector<double>& samples) {
  double most = 0;
  for (const double sample : samples) most = std::max(most, std::abs(sample));
  return most;
}

/// The power of a signal around a frequency, by Goertzel's method over blocks with a Hann window.
double power_at(const std::vector<double>& samples, double hz) {
  constexpr std::size_t kBlock = 4096;
  double power = 0;
  std::size_t blocks = 0;
  for (std::size_t start = 0; start + kBlock <= samples.size(); start += kBlock, ++blocks) {
    std::complex<double> sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
      const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / kBlock);
      sum += samples[start + i] * window * std::polar(1.0, -2 * std::numbers::pi * hz / kRate * static_cast<double>(i));
    }
    power += std::norm(sum);
  }
  return power / static_cast<double>(blocks);
}

/// A player of floats on two channels in buffers of 100 frames, and what came out of channel 0 and 1 so far.
struct Played {
  explicit Played(const Playback& first, std::optional<std::uint64_t> end = {})
      : player({.type = audio::SampleType::Float32, .channels = 2, .frames = 100, .sampleRate = kRate, .end = end},
               first, inbox) {}

  void buffers(int count) {
    for (int i = 0; i < count; ++i) {
      const int before = test::allocations_in_callbacks();
      float memory[2][100];
      Level levels[2];
      {
        const driver::CallbackScope scope;
        player.begin(channel[0].size());
        for (std::uint32_t c = 0; c < 2; ++c) levels[c] = player.fill(c, reinterpret_cast<std::byte*>(memory[c]));
      }
      CHECK(test::allocations_in_callbacks() == before);
      for (std::size_t c = 0; c < 2; ++c) {
        channel[c].insert(channel[c].end(), std::begin(memory[c]), std::end(memory[c]));
        CHECK(levels[c].peak == doctest::Approx(largest({std::begin(memory[c]), std::end(memory[c])})).epsilon(1e-6));
      }
    }
  }
  /// The largest step from one sample to the next: a click is one.
  [[nodiscard]] double steepest(std::size_t c = 0) const {
    double most = std::abs(channel[c].front());
    for (std::size_t i = 1; i < channel[c].size(); ++i)
      most = std::max(most, std::abs(channel[c][i] - channel[c][i - 1]));
    return most;
  }

  PlaybackInbox inbox;
  Player player;
  std::vector<double> channel[2];
};

}  // namespace

TEST_CASE("test signals have the values that TypeScript computes") {
  std::ifstream file(FLEXLAB_ROOT "/test/fixtures/testSignals.txt");
  REQUIRE(file);
  std::string line;
  int compared = 0;
  while (std::getline(file, line)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string name;
    std::uint32_t channel = 0;
    std::uint64_t position = 0;
    double value = 0;
    words >> name >> channel >> position >> value;
    REQUIRE_FALSE(words.fail());
    CAPTURE(line);
    CHECK(samples_of(signal_named(name), position, 1, channel)[0] == doctest::Approx(value).epsilon(1e-9).scale(1e-3));
    ++compared;
  }
  CHECK(compared > 100);
}

TEST_CASE("test signals are the same however they are cut, and never beyond their amplitude") {
  for (const std::string& name : kNames) {
    CAPTURE(name);
    const Signal signal = signal_named(name);
    const std::vector<double> whole = samples_of(signal, 100, 30000, 2);
    CHECK(largest(whole) <= ceiling_of(signal));
    CHECK(largest(samples_of(signal, 0, 300000, 2)) > 0.5 * ceiling_of(signal));
    for (const std::size_t cut : {1, 63, 64, 4096, 12345}) {
      const std::vector<double> rest = samples_of(signal, 100 + cut, 30000 - cut, 2);
      CHECK(std::equal(rest.begin(), rest.end(), whole.begin() + static_cast<std::ptrdiff_t>(cut)));
    }
  }
}

TEST_CASE("pink noise falls by 3 dB an octave, white noise not at all") {
  const std::vector<double> pink = samples_of(signal_named("pink"), 0, 1 << 21);
  const std::vector<double> white = samples_of(signal_named("white"), 0, 1 << 21);
  for (double hz = 62.5; hz < 17000; hz *= 2) {
    CAPTURE(hz);
    const double fall = 10 * std::log10(power_at(pink, hz) / power_at(pink, 1000));
    CHECK(std::abs(fall - 10 * std::log10(1000 / hz)) < 1.5);
    CHECK(std::abs(10 * std::log10(power_at(white, hz) / power_at(white, 1000))) < 1.5);
  }
}

TEST_CASE("noise differs from channel to channel and from seed to seed") {
  for (const bool pink : {false, true}) {
    const NoiseSignal noise{.pink = pink, .seed = 1, .amplitude = 1};
    const NoiseSignal other{.pink = pink, .seed = 2, .amplitude = 1};
    CHECK(samples_of(noise, 0, 100) == samples_of(noise, 0, 100));
    CHECK(samples_of(noise, 0, 100) != samples_of(noise, 0, 100, 1));
    CHECK(samples_of(noise, 0, 100) != samples_of(other, 0, 100));
  }
}

TEST_CASE("channels say their numbers one after the other, and those that are off have no turn") {
  // Channel 0: one short beep of 0.25 s and 0.5 s of pause. Channel 1: two.
  const auto sounds = [](std::uint32_t channel, double second, const ChannelSet& set = {}) {
    return largest(samples_of(signal_named("channels"), static_cast<std::uint64_t>(second * kRate), 1000, channel,
                              set)) > 0.1;
  };
  CHECK(sounds(0, 0.05));
  CHECK_FALSE(sounds(1, 0.05));
  CHECK_FALSE(sounds(0, 0.3));
  CHECK(sounds(1, 0.80));
  CHECK(sounds(1, 1.05));
  CHECK_FALSE(sounds(0, 1.05));
  ChannelSet second{.all = false, .some = {}};
  second.some.set(1);
  CHECK(sounds(1, 0.05, second));
  CHECK_FALSE(sounds(0, 0.05, second));
  // Channel 11 says twelve: one long beep, two short ones. Before it come 0 to 10.
  ChannelSet last{.all = false, .some = {}};
  last.some.set(11);
  CHECK(sounds(11, 0.35, last));
  CHECK(sounds(11, 0.55, last));
  CHECK(sounds(11, 0.80, last));
  CHECK_FALSE(sounds(11, 1.05, last));
}

TEST_CASE("a stream begins, changes and ends without a click") {
  const SineSignal loud{.frequencyHz = 100, .amplitude = 0.5};
  const double smooth = 0.5 * 2 * std::numbers::pi * 100 / kRate * 1.5;
  Played played({.signal = loud, .channels = {}, .fadeFrames = 960});
  played.buffers(20);
  CHECK(played.channel[0][1] < 1e-4);
  played.inbox.put({.signal = SineSignal{.frequencyHz = 100, .amplitude = 0.1}, .channels = {}, .fadeFrames = 960});
  played.buffers(20);
  ChannelSet second{.all = false, .some = {}};
  second.some.set(1);
  played.inbox.put({.signal = loud, .channels = second, .fadeFrames = 960});
  played.buffers(20);
  CHECK(largest({played.channel[0].end() - 500, played.channel[0].end()}) == 0);
  CHECK(largest({played.channel[1].end() - 500, played.channel[1].end()}) > 0.49);
  played.player.leave();
  played.buffers(1);
  CHECK_FALSE(played.player.has_left());
  played.buffers(15);
  CHECK(played.player.has_left());
  CHECK(played.channel[1].back() == 0);
  played.inbox.put({.signal = loud, .channels = {}, .fadeFrames = 960});
  played.buffers(15);
  CHECK(played.channel[1].back() == 0);
  for (const std::size_t c : {0, 1}) {
    CHECK(played.steepest(c) < smooth);
    CHECK(largest(played.channel[c]) <= 0.5);
  }
}

TEST_CASE("a change of level alone keeps the phase, a change meanwhile waits, the latest wins") {
  const auto sine = [](double amplitude) {
    return Playback{
        .signal = SineSignal{.frequencyHz = 1000, .amplitude = amplitude}, .channels = {}, .fadeFrames = 150};
  };
  Played played(sine(0.1));
  played.buffers(3);
  played.inbox.put(sine(0.2));
  played.buffers(1);
  played.inbox.put(sine(0.9));
  played.inbox.put(sine(0.4));
  played.buffers(10);
  CHECK(largest(played.channel[0]) <= 0.4F);
  const std::vector<double> expected = samples_of(SineSignal{.frequencyHz = 1000, .amplitude = 0.4}, 1000, 400);
  for (std::size_t i = 0; i < 400; ++i) CHECK(played.channel[0][1000 + i] == doctest::Approx(expected[i]));
}

TEST_CASE("a run that ends at a frame is silent by then") {
  Played played({.signal = SineSignal{.frequencyHz = 100, .amplitude = 1}, .channels = {}, .fadeFrames = 480}, 2050);
  played.buffers(22);
  CHECK(std::abs(played.channel[0][2049]) < 1e-4);
  CHECK(largest({played.channel[0].begin() + 2050, played.channel[0].end()}) == 0);
  CHECK(played.steepest() < 2 * std::numbers::pi * 100 / kRate * 1.5);
}

TEST_CASE("full scale stays full scale in every sample type") {
  for (const audio::SampleType type : audio::kSampleTypes) {
    CAPTURE(audio::name_of(type));
    PlaybackInbox inbox;
    Player player({.type = type, .channels = 1, .frames = 480, .codeBits = 15, .end = {}},
                  {.signal = SineSignal{.frequencyHz = 1000, .amplitude = 1}}, inbox);
    std::vector<std::byte> memory(480 * audio::bytes_of(type));
    player.begin(0);
    const Level level = player.fill(0, memory.data());
    CHECK(level.peak == 1);
    CHECK(level.full > 0);
    CHECK(std::sqrt(level.squares / 480) == doctest::Approx(std::sqrt(0.5)).epsilon(1e-6));
  }
}

TEST_CASE("what cannot be played is refused with its reason") {
  const auto refused = [](const Signal& signal) {
    try {
      check_signal(signal, kRate);
    } catch (const audio::Error& error) {
      return error.code == "signal-invalid" && !error.message.empty();
    }
    return false;
  };
  for (const std::string& name : kNames) CHECK_FALSE(refused(signal_named(name)));
  CHECK_FALSE(refused(PositionSignal{}));
  CHECK_FALSE(refused(SilenceSignal{}));
  CHECK(refused(SineSignal{.frequencyHz = 1000, .amplitude = 1.01}));
  CHECK(refused(SineSignal{.frequencyHz = 1000, .amplitude = -0.1}));
  CHECK(refused(SineSignal{.frequencyHz = 1000, .amplitude = std::nan("")}));
  CHECK(refused(SineSignal{.frequencyHz = 24001, .amplitude = 0.1}));
  CHECK(refused(SineSignal{.frequencyHz = 0, .amplitude = 0.1}));
  CHECK(refused(SweepSignal{.startHz = 20, .endHz = 20000, .seconds = 0, .repeat = false, .amplitude = 0.1}));
  CHECK(refused(SweepSignal{.startHz = 20, .endHz = 30000, .seconds = 1, .repeat = false, .amplitude = 0.1}));
  CHECK(refused(ImpulseSignal{.seconds = 1e9, .amplitude = 0.1}));
  CHECK(refused(StepsSignal{.frequencyHz = 1000, .seconds = 1, .lowAmplitude = 2, .amplitude = 0.1}));
  CHECK_NOTHROW(check_signal(SineSignal{.frequencyHz = 96000, .amplitude = 0.1}, std::nullopt));
}
