// What a driver writes into its log, from its life on Virtual devices.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "driver/log_words.h"
#include "driver_support.h"
#include "log_support.h"
#include "status/reader.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;
using driver::Driver;

namespace {

driver::Environment logging(const LogFolder& folder, const std::string& config = "") {
  driver::Environment world = environment(config);
  world.logging = log::Settings{.file = folder.file};
  return world;
}

}  // namespace

TEST_CASE("a driver's log tells its life, with the configuration, the devices and what the run came to") {
  const WithScenario scenario("clock = \"fast\"\n[[device]]\nname = \"Cable\"\n");
  const LogFolder folder;
  folder.make_empty();
  FakeHost host;
  const int allocationsBefore = allocations_in_callbacks();
  {
    Driver driver(logging(folder, "# mine\n[input]\nchannels = 1\n"));
    REQUIRE(driver.init(nullptr) == abi::kYes);
    std::vector<abi::BufferInfo> infos = infos_for(1, 2);
    const abi::Callbacks callbacks = FakeHost::callbacks();
    REQUIRE(driver.createBuffers(infos.data(), 3, 480, &callbacks) == Error::Ok);
    host.onSwitch = [&](std::int32_t, std::uint64_t) { driver.outputReady(); };
    REQUIRE(driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return host.switches > 20; }));
    REQUIRE(driver.stop() == Error::Ok);
    REQUIRE(driver.disposeBuffers() == Error::Ok);
  }
  CHECK(allocations_in_callbacks() == allocationsBefore);
  const std::string text = folder.text();
  INFO(text);
  std::size_t at = 0;
  for (const char* part :
       {"host FlexLab's driver, version", "host the configuration, SHA-256 ", "\n    # mine\n",
        "host init: Virtual, one clock\n    input: \"Cable\", 1 channels, Float32", "output: \"Cable\", 2",
        "host createBuffers: 3 channels, 480 frames; the devices claim latencies of ",
        "the host takes time info, reset requests, changed latencies, overloads\n"}) {
    at = text.find(part, at);
    REQUIRE_MESSAGE(at != std::string::npos, part);
  }
  CHECK(text.find("audio at frame 0: the first callback\n") != std::string::npos);
  CHECK(text.find("audio at frame 0: the host says outputReady: the output goes out at once\n") != std::string::npos);
  CHECK(text.find("host stop: ") != std::string::npos);
  CHECK(text.find(" callbacks\n") != std::string::npos);
  CHECK(text.find("host disposeBuffers\n") != std::string::npos);
}

TEST_CASE("a driver whose log is off writes nothing") {
  const WithScenario scenario(kFast);
  const LogFolder folder;
  Driver driver(logging(folder));
  REQUIRE(driver.init(nullptr) == abi::kYes);
  CHECK(!std::filesystem::exists(folder.file));
}

TEST_CASE("a failure is in the log as a whole, and on the status page too, where a host shows the beginning only") {
  std::string devices;
  for (int i = 0; i < 7; ++i) {
    devices += "[[device]]\nname = \"A device with quite a long name that says who made it, number " +
               std::to_string(i) + "\"\n";
  }
  const WithScenario scenario("clock = \"fast\"\n" + devices);
  const LogFolder folder;
  folder.make_empty();
  const std::string place = "flexlab-test-" + std::to_string(status::process_id()) + "-log";
  driver::Environment world = logging(folder, "[output]\ndeviceRegex = \"quite a long\"\n");
  world.status = driver::StatusSettings{.place = place, .program = "daw.exe", .configPath = "/home/a/FlexASIO.toml"};
  const auto outcome = [&] {
    Driver driver(world);
    REQUIRE(driver.init(nullptr) == abi::kNo);
    char shown[abi::kErrorMessageBytes] = {};
    driver.getErrorMessage(shown);
    const std::vector<status::Reading> pages = status::read_all(place);
    REQUIRE(pages.size() == 1);
    return std::tuple(std::string(shown), *driver.failure(), pages[0].facts.errorMessage.str(),
                      pages[0].facts.errorHint.str());
  }();
  const auto& [shown, failure, message, hint] = outcome;
  CHECK(failure.message.size() > 300);
  CHECK(shown == failure.message.substr(0, 123));
  CHECK(shown.starts_with("7 output devices of Virtual match \"quite a long\": \"A device"));
  CHECK(message == failure.message);
  CHECK(hint == failure.hint);
  const std::string text = folder.text();
  INFO(text);
  CHECK(text.find("host init failed, -999 HardwareMalfunction: " + failure.message + " (device-ambiguous)\n") !=
        std::string::npos);
  CHECK(text.find("\n    in the file: [output] deviceRegex\n") != std::string::npos);
  CHECK(text.find("\n    " + failure.hint + "\n") != std::string::npos);
}

TEST_CASE("what goes wrong in callbacks is in the log with its frame") {
  const WithScenario scenario("[[device]]\nname = \"Cable\"\n");
  const LogFolder folder;
  folder.make_empty();
  FakeHost host;
  {
    Driver driver(logging(folder));
    REQUIRE(driver.init(nullptr) == abi::kYes);
    std::vector<abi::BufferInfo> infos = infos_for(2, 2);
    const abi::Callbacks callbacks = FakeHost::callbacks();
    REQUIRE(driver.createBuffers(infos.data(), 4, 480, &callbacks) == Error::Ok);
    // The third buffer takes longer than its 10 ms.
    host.onSwitch = [&](std::int32_t, std::uint64_t position) {
      if (position == 960) std::this_thread::sleep_for(std::chrono::milliseconds(15));
    };
    REQUIRE(driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return host.switches > 4; }));
    driver.request_reset("a test wants it");
    REQUIRE(eventually([&] { return host.resets == 1; }));
    REQUIRE(driver.stop() == Error::Ok);
  }
  const std::string text = folder.text();
  INFO(text);
  CHECK(text.find("the host does not say outputReady: the output goes out one buffer later\n") != std::string::npos);
  CHECK(text.find("audio at frame 960: the callback took longer than its buffer lasts, microseconds: ") !=
        std::string::npos);
  CHECK(text.find("host asks the host to begin anew: a test wants it\n") != std::string::npos);
}
