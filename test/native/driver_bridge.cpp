// Two clocks: the bridge between them by itself, and through the whole driver on the Virtual backend.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

#include "driver/clock_bridge.h"
#include "driver/polyphase.h"
#include "driver_support.h"
#include "sine_fit.h"

using namespace flexlab;
using namespace flexlab::test;

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

/// Two clocks by hand: a source whose clock is so many ppm fast, and a bridge that is read on the true clock.
struct Clocks {
  Clocks(double inputPpm, double sampleRate, std::int32_t bufferFrames, double toneHz)
      : ppm(inputPpm), rate(sampleRate), frames(bufferFrames), hertz(toneHz), bridge(format(), rate, frames) {
    bridge.reset();
  }
  [[nodiscard]] audio::CaptureFormat format() const {
    return {.channels = 2, .sampleRate = rate, .burstFrames = frames};
  }
  /// Where the source's tone is at one of its positions, radians. Its channels have the cosine and the sine of that.
  [[nodiscard]] double phase(double position) const { return kTwoPi * hertz / rate * position; }

  /// The next block; what the source has captured by then is delivered first.
  driver::ClockBridge::Block take() {
    out += frames;
    const double now = static_cast<double>(out) / rate;
    while (true) {
      const double due = static_cast<double>(in + frames) / (rate * (1 + ppm * 1e-6));
      if (due > now) break;
      for (std::int32_t i = 0; i < frames; ++i) {
        const double at = phase(static_cast<double>(in + i));
        cosine[static_cast<std::size_t>(i)] = static_cast<float>(0.5 * std::cos(at));
        sine[static_cast<std::size_t>(i)] = static_cast<float>(0.5 * std::sin(at));
      }
      const void* channels[] = {cosine.data(), sine.data()};
      bridge.captured(channels, static_cast<unsigned long>(frames), std::llround((due + lateness()) * 1e9), 0);
      in += frames;
    }
    return bridge.take(std::llround((now + lateness()) * 1e9));
  }
  /// Frames by which the sound of the last block comes later than is told, to half a period of the tone; 0 for silence.
  [[nodiscard]] double late_by(const driver::ClockBridge::Block& block) const {
    if (is_silent(block)) return 0;
    const int i = frames / 2;
    const double expected = (static_cast<double>(out) - frames + i) * (1 + ppm * 1e-6) - bridge.latency();
    const double came = std::atan2(sample(block, 1, i), sample(block, 0, i));
    return std::remainder(phase(expected) - came, kTwoPi) / phase(1);
  }
  [[nodiscard]] bool is_silent(const driver::ClockBridge::Block& block) const {
    return std::hypot(sample(block, 0, 0), sample(block, 1, 0)) < 0.1;
  }
  static double sample(const driver::ClockBridge::Block& block, int channel, int frame) {
    return static_cast<const float*>(block.channels[channel])[frame];
  }

  /// Seconds by which a callback is told to have come late: that of a quiet or a busy machine.
  double lateness() {
    if (late == Late::Never) return 0;
    if (late == Late::Timer)
      return std::bernoulli_distribution(0.01)(random) ? 0 : std::normal_distribution<double>(70e-6, 15e-6)(random);
    // A third of a second long in time, and then as long all of them late.
    if (late == Late::ByTurns) return (in / frames / 35) % 2 == 1 ? 8e-3 : 0;
    const bool busy = late == Late::Often;
    const double usual = std::exponential_distribution<double>(busy ? 2e3 : 1e4)(random);
    const bool very = std::bernoulli_distribution(busy ? 0.2 : 0.02)(random);
    return usual + (very ? std::uniform_real_distribution<double>(0, busy ? 4e-3 : 2e-3)(random) : 0);
  }

  enum class Late { Never, Timer, Seldom, Often, ByTurns } late = Late::Never;
  std::mt19937 random{20260101};
  double ppm;
  double rate;
  std::int32_t frames;
  double hertz;
  driver::ClockBridge bridge;
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::vector<float> cosine = std::vector<float>(static_cast<std::size_t>(frames));
  std::vector<float> sine = cosine;
};

/// Reads a tone at other places than its samples, at one speed, and answers level and THD+N in dB.
struct Quality {
  double levelDb;
  double thdnDb;
};
Quality quality_of(double from, double to, double hertz) {
  driver::Polyphase polyphase(from, to);
  const std::int64_t reach = polyphase.reach();
  std::vector<double> read;
  double energy = 0;
  for (int i = 0; i < 8192; ++i) {
    const double place = 1000 + i * from / to + 0.3217;
    const double whole = std::floor(place);
    const auto taps = polyphase.taps(place - whole);
    double sum = 0;
    for (std::int64_t tap = 0; tap < 2 * reach; ++tap) {
      const double at = whole - static_cast<double>(reach) + 1 + static_cast<double>(tap);
      sum += static_cast<double>(taps[static_cast<std::size_t>(tap)]) * std::sin(kTwoPi * hertz / from * at);
    }
    read.push_back(sum);
    energy += sum * sum;
  }
  return {.levelDb = 10 * std::log10(energy / static_cast<double>(read.size()) * 2),
          .thdnDb = fit_sine(read, hertz / to).thdnDb};
}

constexpr const char* kTwoDevices =
    "clock = \"fast\"\n"
    "[[device]]\nname = \"Speakers\"\ninputs = 0\noutputs = 1\nrates = [8000, 48000]\ndefaultRate = 48000\n"
    "[[device]]\nname = \"Microphone\"\ninputs = 1\noutputs = 0\nrates = [8000, 48000]\ndefaultRate = 48000\nhears = "
    "\"Speakers\"\n";

}  // namespace

TEST_CASE("the interpolation keeps tones as they are") {
  for (const double hertz : {100.0, 997.0, 5000.0, 12000.0, 18000.0, 20000.0}) {
    const Quality same = quality_of(48000, 48000 * 1.0001, hertz);
    CAPTURE(hertz);
    CAPTURE(same.levelDb);
    CAPTURE(same.thdnDb);
    CHECK(std::abs(same.levelDb) < 0.01);
    CHECK(same.thdnDb < -100);
  }
}

TEST_CASE("two clocks: the delay is what is told, from the first sound on") {
  for (const double ppm : {-300.0, -100.0, 0.0, 100.0, 300.0}) {
    CAPTURE(ppm);
    Clocks clocks(ppm, 48000, 480, 440);
    int silent = 0;
    double worst = 0;
    for (int block = 0; block < 3000; ++block) {
      const auto got = clocks.take();
      REQUIRE(got.flags == 0);
      if (clocks.is_silent(got)) ++silent;
      worst = std::max(worst, std::abs(clocks.late_by(got)));
    }
    // While the clocks become known.
    CHECK(silent <= 62);
    // Between two deliveries the source's nominal rate counts, which is that much off at 300 ppm.
    CHECK(worst < 1.0 / 6);
  }
}

TEST_CASE("two clocks: callbacks that come late by chance hardly move the delay") {
  // Frames: where a timer wakes them, on a quiet machine, and where every fifth callback is up to 200 frames late.
  constexpr struct {
    Clocks::Late late;
    double atFirst;
    double afterFourSeconds;
  } kMachines[] = {{Clocks::Late::Timer, 4, 2.5}, {Clocks::Late::Seldom, 2.5, 0.5}, {Clocks::Late::Often, 12, 1.5}};
  for (const auto& machine : kMachines) {
    for (const double ppm : {-100.0, 0.0, 100.0}) {
      CAPTURE(machine.atFirst);
      CAPTURE(ppm);
      Clocks clocks(ppm, 48000, 480, 110);
      clocks.late = machine.late;
      double atFirst = 0;
      double afterFourSeconds = 0;
      for (int block = 0; block < 3000; ++block) {
        const auto got = clocks.take();
        REQUIRE(got.flags == 0);
        double& worst = block < 400 ? atFirst : afterFourSeconds;
        worst = std::max(worst, std::abs(clocks.late_by(got)));
      }
      CHECK(atFirst < machine.atFirst);
      CHECK(afterFourSeconds < machine.afterFourSeconds);
    }
  }
}

TEST_CASE("two clocks: times that stay late are those of the clock") {
  driver::DueTimes times(48000);
  constexpr std::int64_t kPeriod = 10'000'000;
  constexpr std::int64_t kLate = 30'000'000;
  std::int64_t due = 0;
  const auto next = [&](std::int64_t late) {
    due += kPeriod;
    return times.came(480, due + late) - due;
  };
  for (int block = 0; block < 300; ++block) CHECK(next(0) == 0);
  // One that is late changes next to nothing; all of them, from here on, do.
  CHECK(std::abs(next(kLate)) < 10'000);
  CHECK(std::abs(next(0)) < 10'000);
  for (int block = 0; block < 40; ++block) (void)next(kLate);
  CHECK(std::abs(next(kLate) - kLate) < 10'000);
}

TEST_CASE("two clocks: callbacks that come without waiting while a device starts say nothing of its clock") {
  for (const std::int32_t frames : {32, 480}) {
    CAPTURE(frames);
    driver::DueTimes times(48000);
    const double period = frames * 1e9 / 48000;
    // They fill a buffer, and then the device takes its time to begin.
    for (int filled = 0; filled < 3; ++filled) (void)times.came(frames, 0);
    constexpr double kBegin = 1.5e6;
    std::int64_t due = 0;
    std::int64_t last = 0;
    for (int block = 1; !times.known(); ++block) {
      due = std::llround(kBegin + block * period);
      last = times.came(frames, due);
    }
    CHECK(std::abs(last - due) < 10);
    CHECK(times.pace() == doctest::Approx(1).epsilon(1e-9));
  }
}

TEST_CASE("two clocks: what few restless callbacks seem to tell of a clock is not believed") {
  for (const double seconds : {0.4, 0.9, 3.0}) {  // from one loss of time to the next
    CAPTURE(seconds);
    std::mt19937 random(20260101);
    std::exponential_distribution<double> late(1 / 2e-3);
    driver::DueTimes times(48000);
    double now = 0;
    double worst = 0;
    for (int block = 1; block <= 6000; ++block) {
      now += 0.01;
      if (block % std::lround(seconds * 100) == 0) now += 0.33;
      (void)times.came(480, std::llround((now + late(random)) * 1e9));
      worst = std::max(worst, std::abs(times.pace() - 1));
    }
    CHECK(worst < 3e-4);
  }
}

TEST_CASE("two clocks: a source that never comes to rest is heard all the same") {
  Clocks clocks(0, 48000, 480, 110);
  clocks.late = Clocks::Late::ByTurns;
  int silent = 0;
  for (int block = 0; block < 400; ++block) {
    if (clocks.is_silent(clocks.take())) ++silent;
  }
  // The clocks become known, and the latency grows until the latest come in time.
  CHECK(silent < 100);
}

TEST_CASE("an hour of clocks 100 ppm apart has no slip") {
  // Few frames a second, so that the sanitizers are done soon: 720 frames of drift, three times what lies between.
  Clocks clocks(100, 2000, 64, 110);
  const int blocks = 3600 * 2000 / 64;
  int flags = 0;
  int silent = 0;
  const std::int32_t latency = clocks.bridge.latency();
  for (int block = 0; block < blocks; ++block) {
    const auto got = clocks.take();
    flags |= static_cast<int>(got.flags);
    if (clocks.is_silent(got)) ++silent;
  }
  CHECK(flags == 0);
  CHECK(silent <= 20);
  CHECK(clocks.bridge.latency() == latency);
}

TEST_CASE("a source that is late once costs one underflow and a longer latency") {
  Clocks clocks(0, 48000, 480, 440);
  for (int block = 0; block < 200; ++block) REQUIRE(clocks.take().flags == 0);
  const std::int32_t latency = clocks.bridge.latency();
  // The source says nothing for 30 ms, then all at once.
  const std::int64_t in = clocks.in;
  clocks.in += std::int64_t{1} << 40;
  int underflows = 0;
  bool told = false;
  const auto count = [&](const driver::ClockBridge::Block& block) {
    if ((block.flags & paInputUnderflow) != 0) ++underflows;
    told = told || block.latencyChanged;
  };
  for (int block = 0; block < 3; ++block) count(clocks.take());
  clocks.in = in;
  for (int block = 0; block < 200; ++block) count(clocks.take());
  CHECK(underflows == 1);
  CHECK(told);
  CHECK(clocks.bridge.latency() > latency);
}

TEST_CASE("two devices: what goes out comes back after the latency that is told") {
  for (const std::string ppm : {"", "clockPpm = 100\n", "clockPpm = -100\n"}) {
    CAPTURE(ppm);
    const WithScenario scenario(kTwoDevices + ppm);
    FakeHost host;
    Opened opened("", 480, 1, 1);
    opened.driver.outputReady();
    std::int32_t input = 0;
    std::int32_t output = 0;
    REQUIRE(opened.driver.getLatencies(&input, &output) == abi::Error::Ok);
    // Halves of the devices' delays, a block, 33 frames and 10 ms; and what the bridge adds: more than a block, less
    // than two.
    CHECK(output == 497);
    CHECK(input > 496 + 480);
    CHECK(input < 496 + 960);
    // Steps of 16 Hz cannot be mistaken for one another within one period of the slow tone.
    std::atomic<double> worst{0};
    const auto tone = [](double position) { return 0.5 * std::sin(kTwoPi * 16 / 48000 * position); };
    host.onSwitch = [&](std::int32_t half, std::uint64_t position) {
      const float* in = floats(opened.infos[0], half);
      float* out = floats(opened.infos[1], half);
      for (std::int32_t i = 0; i < 480; ++i) out[i] = static_cast<float>(tone(static_cast<double>(position) + i));
      opened.driver.outputReady();
      if (position < 20 * 48000) return;
      const double error = in[7] - tone(static_cast<double>(position) + 7 - input - output);
      worst = std::max(worst.load(), std::abs(error));
    };
    const int allocations = allocations_in_callbacks();
    REQUIRE(opened.driver.start() == abi::Error::Ok);
    // Half a minute of sound; sanitizers on a busy machine need about as long.
    REQUIRE(eventually([&] { return host.switches > 3000; }, 120));
    CHECK(opened.driver.stop() == abi::Error::Ok);
    CHECK(allocations_in_callbacks() == allocations);
    const driver::Counters& counters = opened.driver.live().counters;
    CHECK(counters.inputUnderflows == 0);
    CHECK(counters.inputOverflows == 0);
    // 0.00105 a frame where it is steepest.
    CHECK(worst < 0.0005);
  }
}

TEST_CASE("one device is opened as one stream unless two are asked for") {
  const WithScenario scenario(kFast);
  FakeHost host;
  std::int32_t one = 0;
  std::int32_t two = 0;
  std::int32_t output = 0;
  {
    Opened opened;
    REQUIRE(opened.driver.getLatencies(&one, &output) == abi::Error::Ok);
  }
  {
    Opened opened("[flexlab]\nclocks = \"two\"\n");
    REQUIRE(opened.driver.getLatencies(&two, &output) == abi::Error::Ok);
  }
  CHECK(one == 480);
  CHECK(two > 960);
}
