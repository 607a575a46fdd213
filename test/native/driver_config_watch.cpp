// What a running driver does when its configuration file is written.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "audio/error.h"
#include "driver/config_watch.h"
#include "driver/last_good_config.h"
#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;
using driver::ConfigWatch;
using std::chrono::milliseconds;
using Change = ConfigWatch::Change;

namespace {

/// A file by hand, and a clock that goes on by 40 ms from one look to the next.
struct File {
  void write(const std::string& content) {
    text = content;
    ++stamp.written;
    stamp.size = content.size();
    exists = true;
  }
  [[nodiscard]] ConfigWatch watch(const std::string& inForce) {
    return {[this] { return exists ? std::optional(stamp) : std::nullopt; },
            [this] {
              ++reads;
              if (!failure.empty()) throw audio::Error({.code = failure, .message = "no"});
              return exists ? text : std::string();
            },
            inForce, now};
  }
  Change look(ConfigWatch& watch) { return watch.look(now += milliseconds(40)); }
  /// The first thing that is told within so many milliseconds.
  Change within(ConfigWatch& watch, int most) {
    for (int waited = 40; waited <= most; waited += 40) {
      if (const Change change = look(watch); change != Change::None) return change;
    }
    return Change::None;
  }

  std::string text;
  ConfigWatch::Stamp stamp;
  bool exists = false;
  std::string failure;
  int reads = 0;
  ConfigWatch::Clock::time_point now{std::chrono::seconds(1000)};
};

const std::string kGood = "backend = \"Virtual\"\nbufferSizeSamples = 480\n";
const std::string kOther = "backend = \"Virtual\"\nbufferSizeSamples = 512\n";

}  // namespace

TEST_CASE("a change is told once, within 300 ms, and taken back when the file is") {
  File file;
  file.write(kGood);
  ConfigWatch watch = file.watch(kGood);
  CHECK(file.within(watch, 1000) == Change::None);
  file.write(kOther);
  CHECK(file.within(watch, 300) == Change::Other);
  // However long the host does nothing, and however often the same is saved.
  CHECK(file.within(watch, 5000) == Change::None);
  file.write("# a comment\n" + kOther);
  CHECK(file.within(watch, 300) == Change::Same);
  CHECK(file.within(watch, 5000) == Change::None);
  file.write(kGood);
  CHECK(file.within(watch, 300) == Change::Back);
  CHECK(file.within(watch, 5000) == Change::None);
  file.write(kOther);
  CHECK(file.within(watch, 300) == Change::Other);
}

TEST_CASE("only what is set counts: field by field, whatever the text") {
  File file;
  file.write(kGood);
  ConfigWatch watch = file.watch(kGood);
  file.write("# other words\nbufferSizeSamples=480\nbackend='Virtual'\n[input]\n");
  CHECK(file.within(watch, 300) == Change::Same);
  for (const std::string line : {"[input]\ndevice = \"A\"", "[input]\ndeviceRegex = \"A\"", "[input]\nchannels = 1",
                                 "[input]\nsampleType = \"Int16\"", "[input]\nsuggestedLatencySeconds = 0.1",
                                 "[output]\nwasapiExclusiveMode = true", "[output]\nwasapiAutoConvert = false",
                                 "[output]\nwasapiExplicitSampleFormat = false", "[flexlab]\nclocks = \"two\"",
                                 "[flexlab]\nrateConversion = false"}) {
    CAPTURE(line);
    file.write(kGood + line);
    CHECK(file.within(watch, 300) == Change::Other);
  }
  file.write("bufferSizeSamples = 480\n");
  CHECK(file.within(watch, 300) == Change::Other);
}

TEST_CASE("a file that is being written is read when it rests, never half") {
  File file;
  file.write(kGood);
  ConfigWatch watch = file.watch(kGood);
  // Emptied, then written in pieces over a second.
  for (int piece = 0; piece <= 10; ++piece) {
    file.write(kOther.substr(0, static_cast<std::size_t>(piece) * kOther.size() / 10));
    CHECK(file.within(watch, 80) == Change::None);
  }
  CHECK(file.reads == 0);
  CHECK(file.within(watch, 300) == Change::Other);
}

TEST_CASE(
    "what is wrong, locked or unreadable leaves what is in force; a locked file is read later, a missing one is "
    "empty") {
  File file;
  file.write(kGood);
  ConfigWatch watch = file.watch(kGood);
  SUBCASE("wrong") {
    for (const std::string wrong : {"bufferSizeSamples = \"x\"", "no TOML", "backend = \"Nobody's\"",
                                    "[output]\nsampleType = \"Int8\"", "[flexlab]\nrateConversion = 1"}) {
      CAPTURE(wrong);
      file.write(wrong);
      CHECK(file.within(watch, 300) == Change::Wrong);
      CHECK_FALSE(watch.failure().message.empty());
      CHECK(file.within(watch, 1000) == Change::None);
    }
    file.write(kGood);
    CHECK(file.within(watch, 300) == Change::Same);
  }
  SUBCASE("locked") {
    file.failure = "config-locked";
    file.write(kOther);
    CHECK(file.within(watch, 5000) == Change::None);
    CHECK(file.reads > 50);
    file.failure.clear();
    CHECK(file.within(watch, 300) == Change::Other);
  }
  SUBCASE("unreadable") {
    file.failure = "config-unreadable";
    file.write(kOther);
    CHECK(file.within(watch, 300) == Change::Wrong);
    CHECK(file.within(watch, 5000) == Change::None);
    CHECK(file.reads == 1);
  }
  SUBCASE("missing") {
    file.exists = false;
    CHECK(file.within(watch, 300) == Change::Other);
    file.write(kGood);
    CHECK(file.within(watch, 300) == Change::Back);
  }
}

TEST_CASE("a request that the host has not got yet is taken back with the file") {
  const WithScenario scenario(kFast);
  FakeHost host;
  std::atomic<bool> busy{false};
  std::atomic<bool> free{false};
  host.onMessage = [&](abi::HostMessage message) {
    if (message != abi::HostMessage::LatenciesChanged) return;
    busy = true;
    while (!free) std::this_thread::sleep_for(milliseconds(1));
  };
  Opened opened;
  std::int32_t input = 0;
  std::int32_t output = 0;
  REQUIRE(opened.driver.getLatencies(&input, &output) == Error::Ok);
  opened.driver.outputReady();  // which makes them others
  REQUIRE(eventually([&] { return busy.load(); }));
  opened.driver.config_changed();
  int expected = 1;
  SUBCASE("put back") {
    opened.driver.config_changed_back();
    expected = 0;
  }
  SUBCASE("not put back") {}
  free = true;
  REQUIRE(eventually([&] { return opened.driver.live().notices == 0; }));
  CHECK(opened.driver.disposeBuffers() == Error::Ok);  // after which nothing more is told
  CHECK(host.resets == expected);
}

TEST_CASE(
    "a configuration that is saved wrong leaves the last good one in force, also for the next driver of a process") {
  const WithScenario scenario(kFast);
  driver::LastGoodConfig lastGood;
  std::string text = "backend = \"Virtual\"\nbufferSizeSamples = 512\n";
  std::string failure;
  const auto world = [&] {
    return driver::Environment{.configText =
                                   [&] {
                                     if (!failure.empty())
                                       throw audio::Error({.code = failure, .message = "It is held."});
                                     return text;
                                   },
                               .lastGood = &lastGood};
  };
  const auto size_of = [](driver::Driver& asked) {
    std::int32_t min = 0, max = 0, preferred = 0, granularity = 0;
    REQUIRE(asked.getBufferSize(&min, &max, &preferred, &granularity) == Error::Ok);
    return preferred;
  };
  SUBCASE("nothing was good before: it is an error") {
    text = "bufferSizeSamples = true";
    driver::Driver first(world());
    CHECK(first.init(nullptr) == abi::kNo);
    CHECK(first.failure()->code == "config-invalid");
  }
  SUBCASE("wrong, locked, and right again") {
    {
      driver::Driver first(world());
      REQUIRE(first.init(nullptr) == abi::kYes);
      CHECK(size_of(first) == 512);
    }
    const std::string good = text;
    text = "bufferSizeSamples = true";
    {
      driver::Driver second(world());
      REQUIRE(second.init(nullptr) == abi::kYes);
      CHECK(size_of(second) == 512);
      CHECK(second.config_text() == good);
      CHECK(second.failure()->code == "config-invalid");
    }
    failure = "config-locked";
    {
      driver::Driver third(world());
      REQUIRE(third.init(nullptr) == abi::kYes);
      CHECK(size_of(third) == 512);
      CHECK(third.failure()->code == "config-locked");
    }
    failure.clear();
    text = "backend = \"Virtual\"\nbufferSizeSamples = 256\n";
    driver::Driver fourth(world());
    REQUIRE(fourth.init(nullptr) == abi::kYes);
    CHECK(size_of(fourth) == 256);
    CHECK_FALSE(fourth.failure());
  }
}
