// What a driver tells other programs about itself, from its life on Virtual devices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "driver/peaks.h"
#include "driver/sha256.h"
#include "driver_support.h"
#include "status/reader.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;
using audio::SampleType;
using driver::Driver;
using status::State;

namespace {

const std::string kConfig = "bufferSizeSamples = 480\n";

std::string here() { return "flexlab-test-" + std::to_string(status::process_id()) + "-driver"; }

driver::Environment published(const std::string& config = kConfig) {
  driver::Environment published = environment(config);
  published.status =
      driver::StatusSettings{.place = here(), .program = "daw.exe", .configPath = "/home/a/FlexASIO.toml"};
  return published;
}

/// The one page there is.
std::optional<status::Reading> page() {
  std::vector<status::Reading> readings = status::read_all(here());
  CHECK(readings.size() <= 1);
  if (readings.empty()) return std::nullopt;
  return readings[0];
}

State state() { return static_cast<State>(page()->facts.state); }

struct Prepared {
  explicit Prepared(const std::string& config = kConfig) : driver(published(config)), infos(infos_for(2, 2)) {
    REQUIRE(driver.init(nullptr) == abi::kYes);
    REQUIRE(create() == Error::Ok);
  }
  Error create() {
    const abi::Callbacks callbacks = FakeHost::callbacks();
    return driver.createBuffers(infos.data(), 4, 480, &callbacks);
  }
  Driver driver;
  std::vector<abi::BufferInfo> infos;
};

template <typename Sample>
float peak_of_one(SampleType type, Sample sample) {
  std::byte bytes[sizeof sample * 3] = {};
  std::memcpy(bytes + sizeof sample, &sample, sizeof sample);
  return driver::peak_of(type, bytes, 3);
}

}  // namespace

TEST_CASE("a driver's page follows its life") {
  const WithScenario scenario("clock = \"fast\"\n[[device]]\nname = \"Cable\"\ndelayFrames = 480\n");
  FakeHost host;
  const int allocationsBefore = allocations_in_callbacks();
  {
    Driver driver(published());
    CHECK(!page());
    REQUIRE(driver.init(nullptr) == abi::kYes);
    CHECK(state() == State::Loaded);
    status::Reading seen = *page();
    CHECK(seen.facts.program.str() == "daw.exe");
    CHECK(seen.facts.configPath.str() == "/home/a/FlexASIO.toml");
    CHECK(seen.facts.configSha256.str() == driver::sha256("backend = \"Virtual\"\n" + kConfig));
    CHECK(seen.facts.backend.str() == "Virtual");
    CHECK(seen.facts.exclusive == status::kUnknown);
    CHECK(seen.facts.input.device.str() == "Cable");
    CHECK(seen.facts.output.channels == 2);
    CHECK(seen.facts.bufferFrames == 0);
    CHECK(seen.facts.output.latency == status::kUnknown);
    CHECK(seen.facts.loadedAt > 0);
    REQUIRE(driver.setSampleRate(96000) == Error::Ok);
    CHECK(page()->facts.sampleRate == 96000);

    std::vector<abi::BufferInfo> infos = infos_for(2, 2);
    const abi::Callbacks callbacks = FakeHost::callbacks();
    REQUIRE(driver.createBuffers(infos.data(), 4, 480, &callbacks) == Error::Ok);
    CHECK(state() == State::Prepared);
    std::int32_t input = 0, output = 0;
    driver.outputReady();
    REQUIRE(driver.getLatencies(&input, &output) == Error::Ok);
    seen = *page();
    CHECK(seen.facts.bufferFrames == 480);
    CHECK(seen.facts.input.latency == input);
    CHECK(seen.facts.output.latency == output);

    // A host that plays half of full scale on channel 0 and a quarter, upside down, on channel 1.
    host.onSwitch = [&](std::int32_t half, std::uint64_t) {
      std::fill_n(floats(infos[2], half), 480, 0.5F);
      std::fill_n(floats(infos[3], half), 480, -0.25F);
      driver.outputReady();
    };
    REQUIRE(driver.start() == Error::Ok);
    CHECK(state() == State::Running);
    const std::uint64_t before = page()->pulse.position;
    CHECK(eventually([&] { return page()->pulse.position > before + 4800; }));
    seen = *page();
    CHECK(seen.pulse.position % 480 == 0);
    CHECK(seen.pulse.position == (seen.pulse.callbacks - 1) * 480);
    CHECK(seen.pulse.outputLate == 0);
    CHECK(seen.pulse.outputPeaks[0] == 0.5F);
    CHECK(seen.pulse.outputPeaks[1] == 0.25F);
    CHECK(seen.pulse.outputPeaks[2] == 0);
    CHECK(seen.pulse.inputPeaks[0] == 0.5F);
    CHECK(seen.pulse.beatAt >= seen.facts.loadedAt);
    CHECK(driver.stop() == Error::Ok);
    CHECK(state() == State::Prepared);
    CHECK(driver.disposeBuffers() == Error::Ok);
    CHECK(state() == State::Loaded);
    CHECK(page()->facts.bufferFrames == 0);
  }
  CHECK(!page());
  CHECK(allocations_in_callbacks() == allocationsBefore);
}

TEST_CASE("a peak falls by 20 dB a second") {
  const WithScenario scenario("clock = \"fast\"\n[[device]]\n");
  FakeHost host;
  Prepared opened;
  std::atomic<bool> there{false};
  std::atomic<bool> looked{false};
  host.onSwitch = [&](std::int32_t half, std::uint64_t position) {
    std::fill_n(floats(opened.infos[2], half), 480, position == 0 ? 1.0F : 0.0F);
    opened.driver.outputReady();
    if (position != 48480) return;
    there = true;  // the page says what the buffer before this one was
    while (!looked) std::this_thread::yield();
  };
  REQUIRE(opened.driver.start() == Error::Ok);
  REQUIRE(eventually([&] { return there.load(); }));
  const float atOneSecond = page()->pulse.outputPeaks[0];
  looked = true;
  CHECK(opened.driver.stop() == Error::Ok);
  CHECK(atOneSecond == doctest::Approx(0.1).epsilon(0.001));
}

TEST_CASE("the buffer that a host without outputReady adds is told") {
  const WithScenario scenario("clock = \"fast\"\n[[device]]\n");
  FakeHost host;
  Prepared opened;
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return page()->pulse.callbacks > 2; }));
  CHECK(page()->pulse.outputLate == 1);
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("a driver that does not start says why, for as long as its host keeps it") {
  {
    Driver driver(published("[input]\ndevice = \"Gone\"\n"));
    REQUIRE(driver.init(nullptr) == abi::kNo);
    CHECK(state() == State::Failed);
    CHECK(page()->facts.errorCode.str() == "device-not-found");
    CHECK(page()->facts.errorMessage.str() == driver.failure()->message);
  }
  CHECK(!page());
}

TEST_CASE("devices that do not open are told; the refusals of a host that tries rates are not") {
  FakeHost host;
  const WithScenario scenario("clock = \"fast\"\n[[device]]\n[device.open]\nrefuse = \"device busy\"\n");
  Driver driver(published());
  std::vector<abi::BufferInfo> infos = infos_for(2, 2);
  const abi::Callbacks callbacks = FakeHost::callbacks();
  REQUIRE(driver.init(nullptr) == abi::kYes);
  CHECK(driver.canSampleRate(12345.5) == Error::NoClock);
  CHECK(page()->facts.errorCode.str().empty());
  CHECK(driver.createBuffers(infos.data(), 4, 480, &callbacks) != Error::Ok);
  CHECK(page()->facts.errorCode.str() == "device-busy");
  CHECK(state() == State::Loaded);
}

TEST_CASE("a device that goes away is told") {
  const WithScenario scenario("[[device]]\n[[device.fault]]\nat = 4800\nkind = \"vanish\"\nseconds = 0.5\n");
  FakeHost host;
  Prepared opened;
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return page()->pulse.lost == 1; }));
  const std::uint64_t then = page()->pulse.callbacks;
  CHECK(then >= 10);
  CHECK(eventually([&] { return page()->pulse.callbacks > then + 5; }));
  CHECK(page()->pulse.lost == 1);
  CHECK(eventually([&] { return page()->pulse.lost == 0; }));
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("a file that is saved wrong while its driver runs is told, until it is right again") {
  const WithScenario scenario("[[device]]\n");
  FakeHost host;
  Prepared opened;
  REQUIRE(opened.driver.start() == Error::Ok);
  opened.driver.config_wrong({.code = "config-invalid", .message = "That is wrong.", .hint = "Mend it."});
  CHECK(page()->facts.errorCode.str() == "config-invalid");
  CHECK(page()->facts.errorMessage.str() == "That is wrong.");
  CHECK(state() == State::Running);
  SUBCASE("as before") { opened.driver.config_unchanged(); }
  SUBCASE("with something else") { opened.driver.config_changed(); }
  CHECK(page()->facts.errorCode.str().empty());
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("what lies between the host and its devices is told: rates and clocks") {
  const WithScenario scenario(
      "clock = \"fast\"\n[[device]]\nname = \"Speakers\"\ninputs = 0\nrates = [48000]\n"
      "[[device]]\nname = \"Microphone\"\noutputs = 0\nrates = [96000]\ndefaultRate = 96000\n");
  FakeHost host;
  Driver driver(published());
  REQUIRE(driver.init(nullptr) == abi::kYes);
  CHECK(page()->joins.outputRate == 0);
  REQUIRE(driver.setSampleRate(44100) == Error::Ok);
  std::vector<abi::BufferInfo> infos = infos_for(2, 2);
  const abi::Callbacks callbacks = FakeHost::callbacks();
  REQUIRE(driver.createBuffers(infos.data(), 4, 480, &callbacks) == Error::Ok);
  CHECK(page()->joins.inputRate == 96000);
  CHECK(page()->joins.outputRate == 48000);
  CHECK(page()->joins.twoClocks == 1);
  CHECK(page()->facts.sampleRate == 44100);
  CHECK(driver.disposeBuffers() == Error::Ok);
  CHECK(page()->joins.twoClocks == 0);
  REQUIRE(driver.createBuffers(infos.data(), 2, 480, &callbacks) == Error::Ok);
  CHECK(page()->joins.inputRate == 96000);
  CHECK(page()->joins.outputRate == 0);
  CHECK(page()->joins.twoClocks == 0);
}

TEST_CASE("an input on a clock of its own that goes away is told, though the output goes on") {
  const WithScenario scenario(
      "[[device]]\nname = \"Speakers\"\ninputs = 0\noutputs = 2\n"
      "[[device]]\nname = \"Microphone\"\ninputs = 2\noutputs = 0\nhears = \"Speakers\"\n"
      "[[device.fault]]\nat = 4800\nkind = \"vanish\"\nseconds = 1000\n");
  FakeHost host;
  Prepared opened;
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return page()->pulse.lost == 1; }));
  const std::uint64_t then = page()->pulse.callbacks;
  CHECK(eventually([&] { return page()->pulse.callbacks > then + 10; }));
  CHECK(page()->pulse.lost == 1);
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("SHA-256 as the standard has it") {
  CHECK(driver::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(driver::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(driver::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(driver::sha256(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("peaks of every sample type") {
  CHECK(peak_of_one(SampleType::Float32, -0.75F) == 0.75F);
  CHECK(peak_of_one(SampleType::Float32, std::numeric_limits<float>::quiet_NaN()) == std::numeric_limits<float>::max());
  CHECK(peak_of_one(SampleType::Int32, std::int32_t{-1073741824}) == doctest::Approx(0.5));
  CHECK(peak_of_one(SampleType::Int32, std::numeric_limits<std::int32_t>::min()) == 1);
  CHECK(peak_of_one(SampleType::Int16, std::int16_t{-16384}) == 0.5F);
  CHECK(peak_of_one(SampleType::Int16, std::int16_t{-32768}) == 1);
  const unsigned char packed[9] = {0, 0, 0, 0, 0, 0xC0, 0, 0, 0};  // -2^22 in 24 bits
  CHECK(driver::peak_of(SampleType::Int24, reinterpret_cast<const std::byte*>(packed), 3) == 0.5F);
  CHECK(driver::peak_of(SampleType::Int24, nullptr, 0) == 0);
}
