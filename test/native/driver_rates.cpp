// Devices that do not run at the host's rate: the conversion by itself, and through the whole driver.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "driver/rate_bridge.h"
#include "driver_support.h"
#include "sine_fit.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

struct Rates {
  std::int64_t device;
  std::int64_t host;
};

/// A stream whose output comes back to its input after so many of its frames, around a bridge of one channel each way.
class Loop {
 public:
  Loop(Rates rates, std::int32_t hostFrames, std::int64_t delay)
      : frames_(hostFrames),
        bridge({.deviceRate = rates.device,
                .hostRate = rates.host,
                .hostFrames = hostFrames,
                .input = driver::RateBridge::Side{.channels = 1},
                .output = driver::RateBridge::Side{.channels = 1}}),
        line_(static_cast<std::size_t>(delay)) {}

  /// One callback of the stream. `host(position, input, output)` is called for its blocks; answers how often.
  template <typename Host>
  int call(Host host) {
    const auto count = static_cast<std::size_t>(bridge.device_frames());
    std::vector<float> in(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(count));
    line_.erase(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<float> out(count);
    const void* inputs[] = {in.data()};
    void* outputs[] = {out.data()};
    int blocks = 0;
    bridge.push(inputs);
    while (bridge.has_block()) {
      const driver::RateBridge::Block block = bridge.begin_block();
      host(position_, static_cast<const float*>(block.input[0]), static_cast<float*>(block.output[0]));
      position_ += frames_;
      bridge.end_block();
      ++blocks;
    }
    bridge.pull(outputs);
    line_.insert(line_.end(), out.begin(), out.end());
    return blocks;
  }

 private:
  std::int32_t frames_;
  std::int64_t position_ = 0;

 public:
  driver::RateBridge bridge;

 private:
  std::vector<float> line_;  // what is on its way, at least a block of the device
};

/// A tone at one rate as it is at another.
std::vector<double> converted(std::int64_t from, std::int64_t to, double hertz) {
  constexpr std::int64_t frames = 512;
  driver::RateStage stage({.from = from, .to = to, .channels = 1, .mostIn = 16384, .mostOut = frames, .mostWait = 64});
  stage.reset(0);
  std::vector<float> in(16384);
  for (std::size_t i = 0; i < in.size(); ++i) {
    in[i] = static_cast<float>(0.5 * std::sin(kTwoPi * hertz / static_cast<double>(from) * static_cast<double>(i)));
  }
  const void* inputs[] = {in.data()};
  stage.push(inputs, static_cast<std::int64_t>(in.size()));
  std::vector<double> out;
  std::vector<float> block(frames);
  void* outputs[] = {block.data()};
  const double usable = static_cast<double>(in.size() - 2000) * static_cast<double>(to) / static_cast<double>(from);
  while (static_cast<double>(out.size()) < usable - frames) {
    stage.pull(outputs, frames);
    out.insert(out.end(), block.begin(), block.end());
  }
  out.erase(out.begin(), out.begin() + 1000);
  return out;
}

std::string one_device(const std::string& more = "") {
  return "clock = \"fast\"\n[[device]]\nrates = [48000]\n" + more;
}

/// Plays a slow tone through a running driver; the largest difference to what its latencies promise, in frames.
double measured_error(Opened& opened, FakeHost& host, double sampleRate, std::uint64_t from, int blocks) {
  opened.driver.outputReady();
  std::int32_t input = 0;
  std::int32_t output = 0;
  REQUIRE(opened.driver.getLatencies(&input, &output) == Error::Ok);
  std::atomic<double> worst{0};
  const double omega = kTwoPi * 16 / sampleRate;
  const auto inputs = static_cast<std::size_t>(
      std::count_if(opened.infos.begin(), opened.infos.end(), [](const auto& info) { return info.isInput != 0; }));
  host.onSwitch = [&, input, output](std::int32_t half, std::uint64_t position) {
    const float* in = floats(opened.infos[0], half);
    float* out = floats(opened.infos[inputs], half);
    const auto at = [&](std::int32_t i) { return omega * (static_cast<double>(position) + i); };
    for (std::int32_t i = 0; i < opened.frames; ++i) out[i] = static_cast<float>(0.5 * std::sin(at(i)));
    opened.driver.outputReady();
    if (position < from) return;
    const double error = in[7] - 0.5 * std::sin(at(7) - omega * (input + output));
    worst = std::max(worst.load(), std::abs(error) / (0.5 * omega));
  };
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return host.switches > blocks; }, 120));
  CHECK(opened.driver.stop() == Error::Ok);
  return worst;
}

}  // namespace

TEST_CASE("conversion keeps tones up to 20 kHz as they are, and lets nothing through above both") {
  for (const Rates rates : {Rates{48000, 44100}, {44100, 48000}, {96000, 44100}, {48000, 96000}, {192000, 48000}}) {
    CAPTURE(rates.device);
    CAPTURE(rates.host);
    for (const double hertz : {100.0, 997.0, 10000.0, 18000.0, 20000.0}) {
      CAPTURE(hertz);
      const SineFit fit = fit_sine(converted(rates.device, rates.host, hertz), hertz / static_cast<double>(rates.host));
      CHECK(std::abs(20 * std::log10(fit.amplitude / 0.5)) < 0.01);
      CHECK(fit.thdnDb < -115);
    }
  }
  double loudest = 0;
  for (const double sample : converted(96000, 44100, 30000)) loudest = std::max(loudest, std::abs(sample));
  CHECK(20 * std::log10(loudest / 0.5) < -105);
}

TEST_CASE("what goes out comes back exactly after what conversion is said to cost") {
  const Rates pairs[] = {{48000, 44100}, {44100, 48000},  {96000, 48000}, {48000, 96000},
                         {48000, 8000},  {44100, 192000}, {48000, 47999}};
  for (const Rates rates : pairs) {
    for (const std::int32_t frames : {32, 441, 480, 512, 1000}) {
      CAPTURE(rates.device);
      CAPTURE(rates.host);
      CAPTURE(frames);
      const std::int64_t delay = 2 * driver::RateBridge::device_frames(rates.device, rates.host, frames) + 7;
      Loop loop(rates, frames, delay);
      const double cost = loop.bridge.input_latency() + loop.bridge.output_latency() +
                          static_cast<double>(delay * rates.host) / static_cast<double>(rates.device);
      const double omega = kTwoPi * 20 / static_cast<double>(rates.host);
      double worst = 0;
      std::int64_t heard = 0;
      int most = 0;
      for (int i = 0; heard < 6000 + static_cast<std::int64_t>(cost); ++i) {
        const int blocks = loop.call([&](std::int64_t position, const float* in, float* out) {
          for (std::int32_t frame = 0; frame < frames; ++frame) {
            const double at = static_cast<double>(position + frame);
            out[frame] = static_cast<float>(0.5 * std::sin(omega * at));
            // Past the beginning and its ringing.
            if (at < cost + 1500) continue;
            worst = std::max(worst, std::abs(in[frame] - 0.5 * std::sin(omega * (at - cost))) / (0.5 * omega));
          }
          heard += frames;
        });
        most = std::max(most, blocks);
      }
      CHECK(worst < 0.01);  // frames
      // Not two callbacks in the time of one, where a block of the host lasts at least a frame of the device.
      CHECK(most == 1);
    }
  }
}

TEST_CASE("buffers that last a whole number of the device's frames cost the interpolation alone") {
  const driver::RateBridge whole({.deviceRate = 48000,
                                  .hostRate = 44100,
                                  .hostFrames = 441,
                                  .input = driver::RateBridge::Side{.channels = 1},
                                  .output = driver::RateBridge::Side{.channels = 1}});
  const driver::RateBridge odd({.deviceRate = 48000,
                                .hostRate = 44100,
                                .hostFrames = 512,
                                .input = driver::RateBridge::Side{.channels = 1},
                                .output = driver::RateBridge::Side{.channels = 1}});
  CHECK(whole.device_frames() == 480);
  CHECK(whole.input_latency() + whole.output_latency() < 200);
  CHECK(odd.device_frames() == 557);
  CHECK(odd.output_latency() > whole.output_latency() + 500);
  CHECK(odd.output_latency() <= whole.output_latency() + 512);
}

TEST_CASE("a host at a rate that its device does not have gets it, with true latencies") {
  for (const std::int32_t frames : {441, 512, 64}) {
    CAPTURE(frames);
    const WithScenario scenario(one_device());
    FakeHost host;
    driver::Driver asked(environment());
    REQUIRE(asked.init(nullptr) == abi::kYes);
    CHECK(asked.canSampleRate(44100) == Error::Ok);
    CHECK(asked.canSampleRate(44100.5) == Error::NoClock);
    Opened opened("", frames, 2, 2, 44100);
    double rate = 0;
    CHECK(opened.driver.getSampleRate(&rate) == Error::Ok);
    CHECK(rate == 44100);
    const int allocations = allocations_in_callbacks();
    // Half of the sum of two rounded latencies.
    CHECK(measured_error(opened, host, 44100, 22050, 44100 / frames + 10) <= 1);
    CHECK(allocations_in_callbacks() == allocations);
    CHECK(opened.driver.live().counters.unexpectedCallbacks == 0);
  }
}

TEST_CASE("every sample type is converted, in one direction too") {
  const WithScenario scenario(one_device());
  FakeHost host;
  for (const std::string type : {"Int16", "Int24", "Int32"}) {
    CAPTURE(type);
    const std::string sides = "[input]\nsampleType = \"" + type + "\"\n[output]\nsampleType = \"" + type + "\"\n";
    for (const int inputs : {0, 1}) {
      Opened opened(sides, 256, inputs, 1 - inputs, 96000);
      host.switches = 0;
      REQUIRE(opened.driver.start() == Error::Ok);
      CHECK(eventually([&] { return host.switches > 20; }));
      CHECK(opened.driver.stop() == Error::Ok);
    }
  }
}

TEST_CASE("nothing is converted, and no latency added, where it is not needed or not wanted") {
  const WithScenario scenario(one_device());
  FakeHost host;
  {
    Opened opened;
    opened.driver.outputReady();
    std::int32_t input = 0;
    std::int32_t output = 0;
    REQUIRE(opened.driver.getLatencies(&input, &output) == Error::Ok);
    CHECK(input == 480);
    CHECK(output == 480);
  }
  driver::Driver strict(environment("[flexlab]\nrateConversion = false\n"));
  REQUIRE(strict.init(nullptr) == abi::kYes);
  CHECK(strict.canSampleRate(48000) == Error::Ok);
  CHECK(strict.canSampleRate(44100) == Error::NoClock);
  CHECK(strict.failure()->code == "sample-rate-not-supported");
  CHECK(strict.setSampleRate(44100) == Error::NoClock);
}

TEST_CASE("two devices of two rates and two clocks keep the latency that is told") {
  const WithScenario scenario(
      "clock = \"fast\"\n"
      "[[device]]\nname = \"Speakers\"\ninputs = 0\noutputs = 1\nrates = [48000]\ndefaultRate = 48000\n"
      "[[device]]\nname = \"Microphone\"\ninputs = 1\noutputs = 0\nrates = [44100]\ndefaultRate = 44100\nhears = "
      "\"Speakers\"\nclockPpm = 100\n");
  for (const double rate : {44100.0, 48000.0, 96000.0}) {
    CAPTURE(rate);
    FakeHost host;
    Opened opened("", 512, 1, 1, rate);
    // The clocks are followed after some seconds.
    const auto from = static_cast<std::uint64_t>(20 * rate);
    CHECK(measured_error(opened, host, rate, from, static_cast<int>(25 * rate / 512)) < 1.5);
    CHECK(opened.driver.live().counters.inputUnderflows == 0);
    CHECK(opened.driver.live().counters.inputOverflows == 0);
  }
}
