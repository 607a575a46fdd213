// The driver as a host sees it, on Virtual devices: its methods, its answers, its positions.
#include <doctest/doctest.h>

#include <atomic>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;
using driver::Driver;

namespace {

std::string message_of(const Driver& driver) {
  char text[abi::kErrorMessageBytes];
  std::memset(text, 'x', sizeof text);
  driver.getErrorMessage(text);
  REQUIRE(std::memchr(text, 0, sizeof text) != nullptr);
  return text;
}

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
