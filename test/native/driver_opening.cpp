// What a host asks for and what is opened: rates, buffers, directions, latencies.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;
using driver::Driver;

TEST_CASE("sample rates are tested against what would be opened, both directions at once") {
  const WithScenario scenario(
      "[[device]]\nname = \"In\"\ninputs = 2\noutputs = 0\nrates = [44100, 48000]\n"
      "[[device]]\nname = \"Out\"\ninputs = 0\noutputs = 2\nrates = [48000, 96000]");
  FakeHost host;
  const std::string devices =
      "[input]\ndevice = \"In\"\n[output]\ndevice = \"Out\"\n[flexlab]\nrateConversion = false\n";
  Driver driver(environment(devices));
  REQUIRE(driver.init(nullptr) == abi::kYes);
  CHECK(driver.canSampleRate(48000) == Error::Ok);
  CHECK(driver.canSampleRate(44100) == Error::NoClock);
  CHECK(driver.canSampleRate(96000) == Error::NoClock);
  CHECK(driver.failure()->code == "sample-rate-not-supported");
  CHECK(driver.failure()->table == "input");
  for (const double rate : {0.0, -1.0, 0.0001, 1e8, std::nan(""), HUGE_VAL})
    CHECK(driver.canSampleRate(rate) == Error::NoClock);

  CHECK(driver.setSampleRate(0) == Error::NoClock);
  CHECK(driver.setSampleRate(-1) == Error::InvalidParameter);
  CHECK(driver.setSampleRate(std::nan("")) == Error::InvalidParameter);
  CHECK(driver.setSampleRate(96000) == Error::NoClock);
  CHECK(driver.setSampleRate(48000) == Error::Ok);
  double rate = 0;
  CHECK(driver.getSampleRate(&rate) == Error::Ok);
  CHECK(rate == 48000);
  std::int32_t min = 0, max = 0, preferred = 0, granularity = 0;
  CHECK(driver.getBufferSize(&min, &max, &preferred, &granularity) == Error::Ok);
  CHECK(preferred == 960);
}

TEST_CASE("a process may remember the rate for the next driver") {
  std::atomic<double> remembered{0};
  driver::Environment world = environment();
  world.rememberedRate = &remembered;
  double rate = 0;
  {
    Driver first(world);
    REQUIRE(first.init(nullptr) == abi::kYes);
    CHECK(first.getSampleRate(&rate) == Error::Ok);
    CHECK(rate == 48000);
    CHECK(first.setSampleRate(96000) == Error::Ok);
  }
  Driver second(world);
  REQUIRE(second.init(nullptr) == abi::kYes);
  CHECK(second.getSampleRate(&rate) == Error::Ok);
  CHECK(rate == 96000);
}

TEST_CASE("setSampleRate with buffers keeps the stream and asks for a reset") {
  FakeHost host;
  SUBCASE("a host that takes reset requests") {
    Opened opened;
    std::int32_t input = 0, output = 0, inputAfter = 0, outputAfter = 0;
    opened.driver.getLatencies(&input, &output);
    CHECK(opened.driver.setSampleRate(48000) == Error::Ok);  // no change
    CHECK(opened.driver.setSampleRate(96000) == Error::Ok);
    CHECK(eventually([&] { return host.resets == 1; }));
    opened.driver.getLatencies(&inputAfter, &outputAfter);
    CHECK(inputAfter == input);  // of the stream that is open, at its rate
    CHECK(outputAfter == output);
    double rate = 0;
    opened.driver.getSampleRate(&rate);
    CHECK(rate == 96000);
    CHECK(opened.driver.disposeBuffers() == Error::Ok);
    CHECK(opened.create() == Error::Ok);
    opened.driver.getLatencies(&inputAfter, &outputAfter);
    CHECK(host.resets == 1);
  }
  SUBCASE("one that does not") {
    host.supports.clear();
    Opened opened;
    CHECK(opened.driver.setSampleRate(96000) == Error::InvalidMode);
    double rate = 0;
    opened.driver.getSampleRate(&rate);
    CHECK(rate == 48000);
  }
}

TEST_CASE("createBuffers refuses what makes no sense") {
  FakeHost host;
  Driver driver(environment());
  REQUIRE(driver.init(nullptr) == abi::kYes);
  std::vector<abi::BufferInfo> infos = infos_for(2, 2);
  abi::Callbacks callbacks = FakeHost::callbacks();
  CHECK(driver.createBuffers(infos.data(), 0, 480, &callbacks) == Error::InvalidParameter);
  CHECK(driver.createBuffers(infos.data(), -1, 480, &callbacks) == Error::InvalidParameter);
  CHECK(driver.createBuffers(infos.data(), 4, 0, &callbacks) == Error::InvalidParameter);
  CHECK(driver.createBuffers(infos.data(), 4, 480, nullptr) == Error::InvalidParameter);
  CHECK(driver.createBuffers(nullptr, 4, 480, &callbacks) == Error::InvalidParameter);
  CHECK(driver.createBuffers(infos.data(), 4, 2147483647, &callbacks) == Error::NoMemory);
  infos[3].channel = 2;
  CHECK(driver.createBuffers(infos.data(), 4, 480, &callbacks) == Error::InvalidParameter);
  infos[3].channel = 1;
  callbacks.bufferSwitch = nullptr;
  CHECK(driver.createBuffers(infos.data(), 4, 480, &callbacks) == Error::InvalidParameter);
  callbacks = FakeHost::callbacks();
  CHECK(driver.disposeBuffers() == Error::InvalidMode);
  CHECK(driver.start() == Error::InvalidMode);
  CHECK(driver.createBuffers(infos.data(), 4, 480, &callbacks) == Error::Ok);
  CHECK(driver.createBuffers(infos.data(), 4, 480, &callbacks) == Error::InvalidMode);
  CHECK(driver.stop() == Error::InvalidMode);
  CHECK(driver.start() == Error::Ok);
  CHECK(driver.start() == Error::InvalidMode);
  CHECK(driver.stop() == Error::Ok);
  CHECK(driver.stop() == Error::InvalidMode);
  CHECK(driver.disposeBuffers() == Error::Ok);
  CHECK(driver.disposeBuffers() == Error::InvalidMode);
}

TEST_CASE("what does not open is told with code, table and key") {
  FakeHost host;
  const auto failure = [&](const std::string& scenario, const std::string& config) {
    const WithScenario with(scenario);
    Driver driver(environment(config));
    std::vector<abi::BufferInfo> infos = infos_for(1, 1);
    const abi::Callbacks callbacks = FakeHost::callbacks();
    if (driver.init(nullptr) == abi::kYes) {
      CHECK(driver.createBuffers(infos.data(), 2, 480, &callbacks) != Error::Ok);
    }
    return driver.failure()->code + ' ' + driver.failure()->table + '.' + driver.failure()->key;
  };
  CHECK(failure("[[device]]\nformats = [\"Int16\"]", "[input]\nsampleType = \"Int16\"\n") ==
        "format-not-supported output.sampleType");
  CHECK(failure("[[device]]", "[input]\nchannels = 3\n") == "channel-count-not-supported input.channels");
  CHECK(failure("[[device]]\nopen = { refuse = \"device busy\" }", "") == "device-busy output.device");
  CHECK(failure("[[device]]\nname = \"A\"", "[output]\ndevice = \"B\"") == "device-not-found output.device");
}

TEST_CASE("a direction of which no channel is asked for is not opened") {
  const WithScenario scenario(std::string(kFast) + "delayFrames = 480");
  FakeHost host;
  std::atomic<bool> enough{false};
  host.onSwitch = [&](std::int32_t, std::uint64_t position) { enough = position >= 4800; };
  std::int32_t input = -1, output = -1;
  SUBCASE("outputs only") {
    Opened opened("", 480, 0, 2);
    opened.driver.getLatencies(&input, &output);
    CHECK(input == 0);
    CHECK(output > 480);
    REQUIRE(opened.driver.start() == Error::Ok);
    CHECK(eventually([&] { return enough.load(); }));
  }
  SUBCASE("inputs only") {
    Opened opened("", 480, 2, 0);
    opened.driver.getLatencies(&input, &output);
    CHECK(input > 0);
    CHECK(output == 0);
    REQUIRE(opened.driver.start() == Error::Ok);
    CHECK(eventually([&] { return enough.load(); }));
  }
}

TEST_CASE("latencies before createBuffers are an estimate that opens nothing") {
  const WithScenario scenario("[[device]]\nopen = { crash = true }");
  Driver driver(environment("[input]\nsuggestedLatencySeconds = 0\n[output]\nsuggestedLatencySeconds = 0.1"));
  REQUIRE(driver.init(nullptr) == abi::kYes);
  std::int32_t input = 0, output = 0;
  CHECK(driver.getLatencies(&input, &output) == Error::Ok);
  CHECK(input == 960);
  CHECK(output == 4800 + 960);
  CHECK(driver.outputReady() == Error::Ok);
  CHECK(driver.getLatencies(&input, &output) == Error::Ok);
  CHECK(output == 4800);
}

TEST_CASE("latencies of the open stream are the host API's, rounded, plus a buffer without outputReady") {
  const WithScenario scenario("[[device]]\nclaimedInputLatency = 0.0100011\nclaimedOutputLatency = 0.02");
  FakeHost host;
  Opened opened;
  std::int32_t input = 0, output = 0;
  CHECK(opened.driver.getLatencies(&input, &output) == Error::Ok);
  CHECK(input == 480);
  CHECK(output == 960 + 480);
  CHECK(opened.driver.outputReady() == Error::Ok);
  CHECK(opened.driver.getLatencies(&input, &output) == Error::Ok);
  CHECK(output == 960);
  CHECK(eventually([&] { return host.latencyChanges == 1; }));  // it was told otherwise before
}

TEST_CASE("a claim that cannot be true is replaced for hosts and kept for the lab") {
  FakeHost host;
  std::int32_t input = 0, output = 0;
  {
    const WithScenario scenario("[[device]]\nclaimedInputLatency = -0.5\nclaimedOutputLatency = 178956970.0");
    Opened opened;
    opened.driver.outputReady();
    opened.driver.getLatencies(&input, &output);
    CHECK(input == 1440);  // three buffers
    CHECK(output == 1440);
    CHECK(opened.driver.facts()->claimedInputLatency == -24000);
    CHECK(opened.driver.facts()->claimedOutputLatency == 2147483647);
  }
  const WithScenario scenario("[[device]]\nclaimedInputLatency = nan\nclaimedOutputLatency = 10.0");
  Opened opened;
  opened.driver.outputReady();
  opened.driver.getLatencies(&input, &output);
  CHECK(input == 1440);
  CHECK(output == 480000);
  CHECK(opened.driver.facts()->claimedInputLatency == -2147483647 - 1);
}
