// Devices that go away while they play, and come back.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>

#include "audio/clock.h"
#include "audio/library.h"
#include "driver_support.h"
#include "log_support.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;

namespace {

/// One device on the real clock, with faults.
std::string device(const std::string& faults) { return "[[device]]\n" + faults; }

std::string vanish(int at, double seconds) {
  return "[[device.fault]]\nat = " + std::to_string(at) + "\nkind = \"vanish\"\nseconds = " + std::to_string(seconds) +
         "\n";
}

/// What a host saw: whether its positions followed each other, and when sound came.
struct Watch {
  explicit Watch(FakeHost& host, Opened& opened) {
    host.onSwitch = [this, &opened](std::int32_t half, std::uint64_t position) {
      if (position != next) gaps++;
      next = position + static_cast<std::uint64_t>(opened.frames);
      float* out = floats(opened.infos[2], half);
      for (std::int32_t i = 0; i < opened.frames; ++i) out[i] = 0.25F;
      opened.driver.outputReady();
      sounds = floats(opened.infos.front(), half)[opened.frames - 1] != 0;
    };
  }
  std::uint64_t next = 0;  // of the audio threads, one at a time
  std::atomic<int> gaps{0};
  std::atomic<bool> sounds{false};
};

}  // namespace

TEST_CASE("a device that goes away: the host goes on in silence at its pace, and in sound when it is back") {
  const WithScenario scenario(device(vanish(9600, 0.6)));
  FakeHost host;
  host.supports.push_back(abi::HostMessage::ResyncRequest);
  Opened opened;
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  REQUIRE(eventually([&] { return opened.driver.live().lost.load(); }));
  REQUIRE(eventually([&] { return host.switches > 22; }));
  const int before = host.switches;
  const std::int64_t begun = audio::real_now();
  CHECK_FALSE(watch.sounds);
  REQUIRE(eventually([&] { return host.switches >= before + 25; }));
  // A quarter of a second of buffers of 10 ms; a machine that is busy may only be late.
  CHECK(audio::real_now() - begun > 200'000'000);
  REQUIRE(eventually([&] { return !opened.driver.live().lost; }));
  CHECK(eventually([&] { return watch.sounds.load(); }));
  CHECK(eventually([&] { return host.resyncs >= 2; }));
  CHECK(host.resets == 0);
  CHECK(watch.gaps == 0);
  CHECK(opened.driver.stop() == Error::Ok);
  const int after = host.switches;
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  CHECK(host.switches == after);
}

TEST_CASE("a device that stays away: stop, start and dispose work, and nobody waits") {
  const WithScenario scenario(device(vanish(4800, 1000)));
  FakeHost host;
  Opened opened;
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return opened.driver.live().lost && host.switches > 20; }));
  CHECK(opened.driver.stop() == Error::Ok);
  watch.next = 0;
  host.switches = 0;
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return host.switches > 10; }));
  CHECK(opened.driver.live().lost);
  CHECK(watch.gaps == 0);
  std::int32_t input = 0;
  std::int32_t output = 0;
  CHECK(opened.driver.getLatencies(&input, &output) == Error::Ok);
  CHECK(input == 480);
  CHECK(opened.driver.disposeBuffers() == Error::Ok);
}

TEST_CASE("a device that comes back only to hang while it opens holds up nobody") {
  const WithScenario scenario(device(vanish(4800, 0.1) + "[device.open]\nhangSeconds = 1\n"));
  FakeHost host;
  std::int64_t begun = 0;
  {
    Opened opened;  // hangs, as the scenario says
    Watch watch(host, opened);
    REQUIRE(opened.driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return opened.driver.live().lost && host.switches > 40; }));
    begun = audio::real_now();
  }
  CHECK(audio::real_now() - begun < 500'000'000);
  // The next test shall not find these devices: PortAudio is left when the last attempt to open has come back.
  virtual_device::set_scenario("next.toml", "[[device]]\nname = \"Next\"\n");
  CHECK(eventually([] {
    const audio::Library library;
    for (const audio::Backend& backend : library.backends()) {
      if (backend.name == "Virtual") return backend.devices.front().name == "Next";
    }
    return false;
  }));
}

TEST_CASE("a stream that stands still is taken for lost, and goes on") {
  const WithScenario scenario(device("[[device.fault]]\nat = 9600\nkind = \"stall\"\nseconds = 1000\n"));
  FakeHost host;
  Opened opened;
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  REQUIRE(eventually([&] { return opened.driver.live().lost.load(); }));
  // The stream that is opened then stands still as well, at its frame 9600.
  CHECK(eventually([&] { return !opened.driver.live().lost && watch.sounds; }));
  CHECK(watch.gaps == 0);
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("a host that keeps its thread for long is no device that went away") {
  const WithScenario scenario(device(""));
  FakeHost host;
  Opened opened;
  host.onSwitch = [&](std::int32_t, std::uint64_t) {
    // Not the first of all, which may take longer anyway.
    if (host.switches == 2) std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    CHECK_FALSE(opened.driver.live().lost);
  };
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return host.switches > 5; }));
  CHECK_FALSE(opened.driver.live().lost);
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("an input on a clock of its own that goes away and comes back leaves the output alone") {
  const WithScenario scenario(
      "[[device]]\nname = \"Speakers\"\ninputs = 0\n"
      "[[device]]\nname = \"Microphone\"\noutputs = 0\nhears = \"Speakers\"\n" +
      vanish(48000, 0.3));
  FakeHost host;
  Opened opened;
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  REQUIRE(eventually([&] { return opened.driver.live().lost.load(); }));
  REQUIRE(eventually([&] { return !watch.sounds; }));
  REQUIRE(eventually([&] { return !opened.driver.live().lost; }));
  CHECK(eventually([&] { return watch.sounds.load(); }));
  CHECK(watch.gaps == 0);
  CHECK(host.resets == 0);
  CHECK(opened.driver.stop() == Error::Ok);
}

namespace {

/// Two devices, of which one is the default; the second with so many channels.
std::string two_devices(bool second, int channels = 2) {
  const std::string count = std::to_string(channels);
  return "[[device]]\nname = \"First\"\nisDefault = " + std::string(second ? "false" : "true") +
         "\n[[device]]\nname = \"Second\"\ngainDb = -6\nisDefault = " + (second ? "true" : "false") +
         "\ninputs = " + count + "\noutputs = " + count + "\n";
}

void set(const std::string& scenario) { virtual_device::set_scenario("other.toml", scenario); }

}  // namespace

TEST_CASE("another default device is gone on with silently where it has the same channels") {
  const WithScenario scenario(two_devices(false));
  FakeHost host;
  Opened opened;
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  CHECK(opened.driver.facts()->output->device == "First");
  set(two_devices(true));
  opened.driver.default_device_changed({});
  REQUIRE(eventually([&] { return opened.driver.facts()->output->device == "Second"; }));
  REQUIRE(eventually([&] { return !opened.driver.live().lost && watch.sounds; }));
  CHECK(watch.gaps == 0);
  CHECK(host.resets == 0);
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("another default device with other channels is the host's affair: it is asked to begin anew") {
  const WithScenario scenario(two_devices(false));
  FakeHost host;
  Opened opened;
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  set(two_devices(true, 6));
  opened.driver.default_device_changed({});
  REQUIRE(eventually([&] { return host.resets == 1; }));
  // Meanwhile it is called on.
  const int before = host.switches;
  CHECK(eventually([&] { return host.switches > before + 5; }));
  CHECK(opened.driver.stop() == Error::Ok);
  CHECK(opened.driver.disposeBuffers() == Error::Ok);
  std::int32_t inputs = 0;
  std::int32_t outputs = 0;
  CHECK(opened.driver.getChannels(&inputs, &outputs) == Error::Ok);
  CHECK(outputs == 6);
  REQUIRE(opened.create() == Error::Ok);
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return watch.sounds.load(); }));
  CHECK(opened.driver.stop() == Error::Ok);
  CHECK(host.resets == 1);
}

TEST_CASE("that a host is asked to begin anew for another default device, and why, is in the log") {
  const WithScenario scenario(two_devices(false));
  const LogFolder folder;
  folder.make_empty();
  FakeHost host;
  {
    driver::Environment world = environment();
    world.logging = log::Settings{.file = folder.file};
    driver::Driver driver(world);
    REQUIRE(driver.init(nullptr) == abi::kYes);
    std::vector<abi::BufferInfo> infos = infos_for(1, 1);
    const abi::Callbacks callbacks = FakeHost::callbacks();
    REQUIRE(driver.createBuffers(infos.data(), 2, 480, &callbacks) == Error::Ok);
    REQUIRE(driver.start() == Error::Ok);
    set(two_devices(true, 6));
    driver.default_device_changed({});
    REQUIRE(eventually([&] { return host.resets == 1; }));
  }
  const std::string text = folder.text();
  INFO(text);
  const std::size_t changed = text.find("host another device is the default now\n");
  REQUIRE(changed != std::string::npos);
  CHECK(text.find("host asks the host to begin anew: the device now has other channels or another sample type\n",
                  changed) != std::string::npos);
}

TEST_CASE("a driver whose devices are named does not care which is the default") {
  const WithScenario scenario(two_devices(false));
  FakeHost host;
  Opened opened("[input]\ndevice = \"First\"\n[output]\ndevice = \"First\"\n");
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  set(two_devices(true));
  opened.driver.default_device_changed({});
  REQUIRE(eventually([&] { return !opened.driver.live().defaultOutputChanged; }));
  CHECK(opened.driver.live().losses == 0);
  CHECK(opened.driver.facts()->output->device == "First");
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("another default while something else uses PortAudio: its device list must stay, so the host is asked") {
  const WithScenario scenario(two_devices(false));
  FakeHost host;
  Opened opened;
  const audio::Library other;
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  set(two_devices(true));
  opened.driver.default_device_changed({});
  CHECK(eventually([&] { return host.resets == 1; }));
  CHECK(eventually([&] { return !opened.driver.live().lost && watch.sounds; }));
  CHECK(opened.driver.facts()->output->device == "First");
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("a named device that comes back under another number is found by its name") {
  const std::string named = "[[device]]\nname = \"Named\"\n";
  const WithScenario scenario(named + vanish(9600, 1000));
  FakeHost host;
  Opened opened("[input]\ndevice = \"Named\"\n[output]\ndevice = \"Named\"\n");
  Watch watch(host, opened);
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return watch.sounds.load(); }));
  REQUIRE(eventually([&] { return opened.driver.live().lost.load(); }));
  SUBCASE("at once") {}
  SUBCASE("after it was not there at all") {
    set("[[device]]\nname = \"Other\"\n");
    REQUIRE(eventually([&] { return host.switches > 60; }));
  }
  set("[[device]]\nname = \"Other\"\n" + named);
  REQUIRE(eventually([&] { return !opened.driver.live().lost && watch.sounds; }));
  CHECK(opened.driver.facts()->output->device == "Named");
  CHECK(watch.gaps == 0);
  CHECK(opened.driver.stop() == Error::Ok);
}
