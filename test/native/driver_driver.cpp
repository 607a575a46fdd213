// The driver as a host sees it, on Virtual devices.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;
using driver::Driver;

namespace {

constexpr const char* kFast = "clock = \"fast\"\n[[device]]\n";

std::string message_of(const Driver& driver) {
  char text[abi::kErrorMessageBytes];
  std::memset(text, 'x', sizeof text);
  driver.getErrorMessage(text);
  REQUIRE(std::memchr(text, 0, sizeof text) != nullptr);
  return text;
}

/// A driver with open buffers on all channels of a stereo device.
struct Opened {
  explicit Opened(const std::string& config = "", std::int32_t bufferFrames = 480, int inputs = 2, int outputs = 2)
      : frames(bufferFrames), driver(environment(config)), infos(infos_for(inputs, outputs)) {
    REQUIRE(driver.init(nullptr) == abi::kYes);
    REQUIRE(create() == Error::Ok);
  }
  Error create() {
    const abi::Callbacks callbacks = FakeHost::callbacks();
    return driver.createBuffers(infos.data(), static_cast<std::int32_t>(infos.size()), frames, &callbacks);
  }

  std::int32_t frames;
  Driver driver;
  std::vector<abi::BufferInfo> infos;
};

}  // namespace

TEST_CASE("before init most methods answer InvalidMode") {
  Driver driver(environment());
  std::int32_t a = 0, b = 0, c = 0, d = 0;
  double rate = 0;
  abi::Samples samples{};
  abi::TimeStamp time{};
  abi::ChannelInfo info{};
  abi::BufferInfo buffer{};
  const abi::Callbacks callbacks = FakeHost::callbacks();
  CHECK(driver.start() == Error::InvalidMode);
  CHECK(driver.stop() == Error::InvalidMode);
  CHECK(driver.getChannels(&a, &b) == Error::InvalidMode);
  CHECK(driver.getLatencies(&a, &b) == Error::InvalidMode);
  CHECK(driver.getBufferSize(&a, &b, &c, &d) == Error::InvalidMode);
  CHECK(driver.canSampleRate(48000) == Error::InvalidMode);
  CHECK(driver.getSampleRate(&rate) == Error::InvalidMode);
  CHECK(driver.setSampleRate(48000) == Error::InvalidMode);
  CHECK(driver.getSamplePosition(&samples, &time) == Error::InvalidMode);
  CHECK(driver.getChannelInfo(&info) == Error::InvalidMode);
  CHECK(driver.createBuffers(&buffer, 1, 480, &callbacks) == Error::InvalidMode);
  CHECK(driver.disposeBuffers() == Error::InvalidMode);
  CHECK(driver.outputReady() == Error::InvalidMode);
  CHECK_FALSE(driver.facts());

  char name[abi::kDriverNameBytes];
  driver.getDriverName(name);
  CHECK(std::string(name) == "FlexLab");
  CHECK(driver.getDriverVersion() > 0);
  abi::ClockSource source{};
  a = 1;
  CHECK(driver.getClockSources(&source, &a) == Error::Ok);
  CHECK(driver.setClockSource(0) == Error::Ok);
}

TEST_CASE("init answers yes or no, once") {
  Driver driver(environment());
  CHECK(driver.init(nullptr) == abi::kYes);
  CHECK(driver.init(nullptr) == abi::kNo);
  CHECK(driver.getChannels(nullptr, nullptr) == Error::InvalidParameter);

  std::string text = "backend = \"Nowhere\"";
  Driver retried({.configText = [&] { return text; }});
  CHECK(retried.init(nullptr) == abi::kNo);
  CHECK(retried.failure()->code == "backend-not-available");
  CHECK(retried.failure()->table == "top");
  CHECK(message_of(retried).rfind("Backend \"Nowhere\" is not on this machine", 0) == 0);
  CHECK(retried.start() == Error::InvalidMode);
  text = "backend = \"Virtual\"";
  CHECK(retried.init(nullptr) == abi::kYes);
}

TEST_CASE("the error message is cut to 123 bytes between characters") {
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "\xC3\xBC";
  for (const char* shift : {"", "x"}) {
    Driver driver(environment("[output]\ndevice = \"" + (shift + umlauts) + '"'));
    CHECK(driver.init(nullptr) == abi::kNo);
    const std::string message = message_of(driver);
    CHECK(message.size() <= 123);
    CHECK(message.size() >= 122);
    CHECK(message.substr(message.size() - 2) == "\xC3\xBC");
  }
}

TEST_CASE("clock sources, future and the control panel") {
  int shown = 0;
  driver::Environment world = environment();
  world.openControlPanel = [&](void* handle) {
    ++shown;
    CHECK(handle == nullptr);
  };
  Driver driver(world);
  abi::ClockSource source{};
  std::int32_t count = 5;
  CHECK(driver.getClockSources(&source, &count) == Error::Ok);
  CHECK(count == 1);
  CHECK(std::string(source.name) == "Internal");
  CHECK(source.isCurrentSource == abi::kYes);
  CHECK(source.associatedChannel == -1);
  CHECK(source.associatedGroup == -1);
  count = 0;
  CHECK(driver.getClockSources(&source, &count) == Error::InvalidParameter);
  CHECK(driver.getClockSources(nullptr, &count) == Error::InvalidParameter);
  CHECK(driver.setClockSource(1) != Error::Ok);
  const auto future = [&](abi::FutureSelector selector, void* argument = nullptr) {
    return driver.future(static_cast<std::int32_t>(selector), argument);
  };
  CHECK(future(abi::FutureSelector::CanTimeInfo) == Error::Success);
  CHECK(future(abi::FutureSelector::CanReportOverload) == Error::Success);
  abi::InternalBufferInfo internal{.inputSamples = 7, .outputSamples = 7};
  CHECK(future(abi::FutureSelector::GetInternalBufferSamples, &internal) == Error::Success);
  CHECK(internal.inputSamples == 0);
  CHECK(internal.outputSamples == 0);
  CHECK(future(abi::FutureSelector::CanTimeCode) == Error::InvalidParameter);
  CHECK(future(abi::FutureSelector::SetIoFormat) == Error::InvalidParameter);
  CHECK(driver.future(12345, nullptr) == Error::InvalidParameter);
  CHECK(driver.controlPanel() == Error::Ok);
  CHECK(shown == 1);
  CHECK(Driver(environment()).controlPanel() == Error::NotPresent);
}

TEST_CASE("channels and their names") {
  const WithScenario scenario("[[device]]\ninputs = 2\noutputs = 12");
  FakeHost host;
  Driver driver(environment("[input]\nsampleType = \"Int24\"\n[output]\nchannels = 11"));
  REQUIRE(driver.init(nullptr) == abi::kYes);
  std::int32_t inputs = 0, outputs = 0;
  CHECK(driver.getChannels(&inputs, &outputs) == Error::Ok);
  CHECK(inputs == 2);
  CHECK(outputs == 11);
  abi::ChannelInfo info{};
  info.channel = 10;
  CHECK(driver.getChannelInfo(&info) == Error::Ok);
  CHECK(std::string(info.name) == "OUT 10");
  CHECK(info.type == abi::SampleType::Float32Lsb);
  CHECK(info.isActive == abi::kNo);
  info = {};
  info.isInput = abi::kYes;
  info.channel = 1;
  CHECK(driver.getChannelInfo(&info) == Error::Ok);
  CHECK(std::string(info.name) == "IN 1");
  CHECK(info.type == abi::SampleType::Int24Lsb);
  info.channel = 2;
  CHECK(driver.getChannelInfo(&info) == Error::InvalidParameter);
  info.channel = -1;
  CHECK(driver.getChannelInfo(&info) == Error::InvalidParameter);

  std::vector<abi::BufferInfo> infos = {{.isInput = abi::kYes, .channel = 1, .buffers = {}}};
  const abi::Callbacks callbacks = FakeHost::callbacks();
  REQUIRE(driver.createBuffers(infos.data(), 1, 480, &callbacks) == Error::Ok);
  info.channel = 1;
  CHECK(driver.getChannelInfo(&info) == Error::Ok);
  CHECK(info.isActive == abi::kYes);
  info.channel = 0;
  CHECK(driver.getChannelInfo(&info) == Error::Ok);
  CHECK(info.isActive == abi::kNo);
}

TEST_CASE("sample rates are tested against what would be opened, both directions at once") {
  const WithScenario scenario(
      "[[device]]\nname = \"In\"\ninputs = 2\noutputs = 0\nrates = [44100, 48000]\n"
      "[[device]]\nname = \"Out\"\ninputs = 0\noutputs = 2\nrates = [48000, 96000]");
  FakeHost host;
  const std::string devices = "[input]\ndevice = \"In\"\n[output]\ndevice = \"Out\"\n";
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

TEST_CASE("position n is frame n of the stream, with and without outputReady") {
  // The cable loops output to input after 960 frames, and input frame 1000 is zeroed.
  const WithScenario scenario(std::string(kFast) +
                              "delayFrames = 960\n[[device.fault]]\nat = 1000\nkind = \"zero\"\nframes = 1");
  for (const bool ready : {true, false}) {
    CAPTURE(ready);
    FakeHost host;
    Opened opened("", 100);
    std::vector<float> heard;
    std::atomic<bool> done{false};
    bool consecutive = true;
    heard.reserve(6000);
    host.onSwitch = [&](std::int32_t half, std::uint64_t position) {
      if (!done) {
        consecutive = consecutive && position == heard.size();
        heard.insert(heard.end(), floats(opened.infos[0], half), floats(opened.infos[0], half) + 100);
        for (int i = 0; i < 100; ++i) floats(opened.infos[2], half)[i] = static_cast<float>(position + i + 1) / 8192;
        if (heard.size() >= 5000) done = true;
      }
      if (ready) opened.driver.outputReady();
    };
    if (ready) opened.driver.outputReady();
    REQUIRE(opened.driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return done.load(); }));
    REQUIRE(opened.driver.stop() == Error::Ok);
    CHECK(consecutive);
    const std::size_t roundTrip = ready ? 960 : 1060;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < heard.size(); ++i) {
      const float expected = i < roundTrip || i == 1000 ? 0 : static_cast<float>(i - roundTrip + 1) / 8192;
      wrong += heard[i] != expected;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("getSamplePosition tells the last bufferSwitch, even four billion frames away") {
  const WithScenario scenario(kFast);
  FakeHost host;
  driver::Environment world = environment();
  world.firstPosition = 0xFFFFFF00U;
  Driver driver(world);
  REQUIRE(driver.init(nullptr) == abi::kYes);
  std::vector<abi::BufferInfo> infos = infos_for(1, 1);
  const abi::Callbacks callbacks = FakeHost::callbacks();
  REQUIRE(driver.createBuffers(infos.data(), 2, 480, &callbacks) == Error::Ok);
  abi::Samples samples{};
  abi::TimeStamp time{};
  CHECK(driver.getSamplePosition(&samples, &time) == Error::InvalidMode);
  std::atomic<int> right{0};
  std::uint64_t lastTime = 0;
  host.onSwitch = [&](std::int32_t, std::uint64_t position) {
    abi::Samples now{};
    abi::TimeStamp at{};
    if (driver.getSamplePosition(&now, &at) == Error::Ok && abi::from_wide(now) == position &&
        abi::from_wide(at) > lastTime && (position < 0x100000000U) == (now.hi == 0)) {
      ++right;
    }
    lastTime = abi::from_wide(at);
  };
  REQUIRE(driver.start() == Error::Ok);
  CHECK(eventually([&] { return host.switches > 20; }));
  CHECK(driver.stop() == Error::Ok);
  CHECK(right == host.switches);
  CHECK(host.lastTime.samplePosition.hi == 1);
  CHECK(driver.getSamplePosition(&samples, &time) == Error::InvalidMode);
}

TEST_CASE("no bufferSwitch comes after stop, and every start begins at 0") {
  const WithScenario scenario(kFast);
  FakeHost host;
  Opened opened;
  std::uint64_t first = 99;
  std::atomic<bool> fresh{true};
  host.onSwitch = [&](std::int32_t half, std::uint64_t position) {
    if (fresh.exchange(false)) {
      first = position;
      CHECK(half == 0);
    }
  };
  for (int round = 0; round < 20; ++round) {
    fresh = true;
    const int before = host.switches;
    REQUIRE(opened.driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return host.switches > before + 1; }));
    REQUIRE(opened.driver.stop() == Error::Ok);
    const int after = host.switches;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    CHECK(host.switches == after);
    CHECK(first == 0);
  }
}

TEST_CASE("disposing and destroying imply stop") {
  const WithScenario scenario(kFast);
  FakeHost host;
  int after = 0;
  {
    Opened opened;
    REQUIRE(opened.driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return host.switches > 0; }));
    CHECK(opened.driver.disposeBuffers() == Error::Ok);
    after = host.switches;
    REQUIRE(opened.create() == Error::Ok);
    REQUIRE(opened.driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return host.switches > after; }));
  }
  after = host.switches;
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  CHECK(host.switches == after);
}

TEST_CASE("a host that stops from inside bufferSwitch is told no instead of hanging") {
  const WithScenario scenario(kFast);
  FakeHost host;
  Opened opened;
  std::atomic<int> refused{0};
  host.onSwitch = [&](std::int32_t, std::uint64_t) {
    if (opened.driver.stop() == Error::InvalidMode && opened.driver.disposeBuffers() == Error::InvalidMode) ++refused;
  };
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return refused > 0; }));
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("a host may dispose, or release the driver, from inside its reset request") {
  const WithScenario scenario(kFast);
  FakeHost host;
  auto opened = std::make_unique<Opened>();
  std::atomic<bool> handled{false};
  SUBCASE("dispose and create anew") {
    host.onMessage = [&](abi::HostMessage message) {
      if (message != abi::HostMessage::ResetRequest || handled) return;
      CHECK(opened->driver.stop() == Error::Ok);
      CHECK(opened->driver.disposeBuffers() == Error::Ok);
      CHECK(opened->create() == Error::Ok);
      CHECK(opened->driver.start() == Error::Ok);
      handled = true;
    };
  }
  SUBCASE("release") {
    host.onMessage = [&](abi::HostMessage message) {
      if (message != abi::HostMessage::ResetRequest || handled) return;
      opened.reset();
      handled = true;
    };
  }
  REQUIRE(opened->driver.start() == Error::Ok);
  REQUIRE(opened->driver.setSampleRate(96000) == Error::Ok);
  CHECK(eventually([&] { return handled.load(); }));
}

TEST_CASE("a host whose reset request waits for the thread that disposes is not waited for for ever") {
  FakeHost host;
  std::atomic<bool> inside{false};
  std::atomic<bool> disposed{false};
  std::atomic<bool> left{false};
  host.onMessage = [&](abi::HostMessage message) {
    if (message != abi::HostMessage::ResetRequest) return;
    inside = true;
    while (!disposed) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    left = true;
  };
  {
    Opened opened;
    REQUIRE(opened.driver.setSampleRate(96000) == Error::Ok);
    REQUIRE(eventually([&] { return inside.load(); }));
    CHECK(opened.driver.disposeBuffers() == Error::Ok);
    disposed = true;
  }
  CHECK(eventually([&] { return left.load(); }));
}

TEST_CASE("a device that goes away: the host is asked to reset, and stop still works") {
  const WithScenario scenario(std::string(kFast) + "[[device.fault]]\nat = 4800\nkind = \"vanish\"");
  FakeHost host;
  Opened opened;
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return host.resets == 1; }));
  CHECK(opened.driver.live().lost);
  CHECK(host.switches == 10);
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("overloads are told to hosts that take them") {
  const WithScenario scenario("[[device]]");
  FakeHost host;
  std::atomic<bool> slow{true};
  host.onSwitch = [&](std::int32_t, std::uint64_t) {
    if (slow.exchange(false)) std::this_thread::sleep_for(std::chrono::milliseconds(30));
  };
  bool takes = true;
  SUBCASE("takes them") {}
  SUBCASE("does not") {
    takes = false;
    host.supports = {abi::HostMessage::SupportsTimeInfo};
  }
  Opened opened;
  REQUIRE(opened.driver.start() == Error::Ok);
  // The notice is taken off the list either way.
  REQUIRE(eventually([&] { return host.switches > 3 && opened.driver.live().notices == 0; }));
  CHECK(opened.driver.stop() == Error::Ok);
  CHECK(opened.driver.disposeBuffers() == Error::Ok);
  CHECK((host.overloads > 0) == takes);
}

TEST_CASE("outputReady and getSamplePosition are safe from any thread at any time") {
  const WithScenario scenario(kFast);
  FakeHost host;
  std::atomic<bool> finished{false};
  std::vector<std::thread> threads;
  {
    Opened opened;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        abi::Samples samples{};
        abi::TimeStamp time{};
        while (!finished) {
          opened.driver.outputReady();
          opened.driver.getSamplePosition(&samples, &time);
          std::this_thread::yield();
        }
      });
    }
    for (int round = 0; round < 10; ++round) {
      const int before = host.switches;
      REQUIRE(opened.driver.start() == Error::Ok);
      REQUIRE(eventually([&] { return host.switches > before; }));
      REQUIRE(opened.driver.stop() == Error::Ok);
      REQUIRE(opened.driver.disposeBuffers() == Error::Ok);
      REQUIRE(opened.create() == Error::Ok);
    }
    finished = true;
    for (std::thread& thread : threads) thread.join();
  }
}

TEST_CASE("the callback allocates nothing") {
  const WithScenario scenario(kFast);
  FakeHost host;
  Opened opened;
  const int before = allocations_in_callbacks();
  host.onSwitch = [&](std::int32_t, std::uint64_t) { opened.driver.outputReady(); };
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return host.switches > 100; }));
  REQUIRE(opened.driver.stop() == Error::Ok);
  CHECK(allocations_in_callbacks() == before);

  // The detector itself: a host that does allocate is seen.
  std::vector<int> growing;
  host.onSwitch = [&](std::int32_t, std::uint64_t) { growing.push_back(1); };
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return allocations_in_callbacks() > before; }));
  CHECK(opened.driver.stop() == Error::Ok);
}
