// Reading scenarios: every key, and what is said of those that are wrong.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "audio/error.h"
#include "virtual/scenario.h"

using namespace flexlab;
using namespace flexlab::virtual_device;

namespace {

audio::Failure failure_of(const std::string& text) {
  try {
    (void)parse_scenario("bad.toml", text);
  } catch (const audio::Error& error) {
    CHECK(error.code == "scenario-invalid");
    CHECK(error.table == "scenario");
    CHECK(error.message.find("bad.toml") != std::string::npos);
    CHECK(error.message.size() <= 123);
    CHECK_FALSE(error.hint.empty());
    return static_cast<const audio::Failure&>(error);
  }
  FAIL("accepted: " << text);
  return {};
}

Device device_of(const std::string& lines) { return parse_scenario("s.toml", "[[device]]\n" + lines).devices.at(0); }

}  // namespace

TEST_CASE("an empty scenario is the built-in one") {
  const Scenario scenario = parse_scenario("s.toml", "");
  CHECK(scenario.clock == Clock::Real);
  REQUIRE(scenario.devices.size() == 1);
  CHECK(scenario.devices[0].name == "Virtual Cable");
  CHECK(scenario.devices[0].rates == std::vector<int>{44100, 48000, 96000});
  CHECK(parse_scenario("s.toml", "clock = \"fast\"").clock == Clock::Fast);
}

TEST_CASE("every key is read") {
  const Scenario scenario = parse_scenario("s.toml", R"(
    clock = "fast"
    [[device]]
    name = "Kopfhörer ♫"
    inputs = 1
    outputs = 3
    rates = [8000, 192000]
    defaultRate = 192000
    formats = ["Int16", "Int24"]
    period = 128
    delayFrames = 1234.5
    claimedInputLatency = nan
    claimedOutputLatency = -1
    driftPpm = -12.5
    gainDb = -6
    invert = true
    noiseDbfs = -60.0
    quantizeBits = 16
    innerRate = 44100
    matrix = [[1, 0.5, 0]]
    limiter = true
    jitterMs = 0.25
    exclusive = true
    isDefault = false
    [[device.fault]]
    at = 300
    kind = "stall"
    seconds = 0.5
    [[device.fault]]
    at = 200
    kind = "zero"
    frames = 3
    channel = 0
    [device.open]
    refuse = "device busy"
    hangSeconds = 1
    stopHangSeconds = 2.5
    crash = true
  )");
  const Device& device = scenario.devices.at(0);
  CHECK(device.name == "Kopfhörer ♫");
  CHECK(device.inputs == 1);
  CHECK(device.outputs == 3);
  CHECK(device.rates == std::vector<int>{8000, 192000});
  CHECK(device.defaultRate == 192000);
  CHECK(device.formats == std::vector{audio::SampleType::Int16, audio::SampleType::Int24});
  CHECK(device.period == 128);
  CHECK(device.delayFrames == 1234.5);
  CHECK(std::isnan(*device.claimedInputLatency));
  CHECK(device.claimedOutputLatency == -1.0);
  CHECK(device.driftPpm == -12.5);
  CHECK(device.gainDb == -6);
  CHECK(device.invert);
  CHECK(device.noiseDbfs == -60.0);
  CHECK(device.quantizeBits == 16);
  CHECK(device.innerRate == 44100);
  CHECK(device.matrix == std::vector<std::vector<double>>{{1, 0.5, 0}});
  CHECK(device.limiter);
  CHECK(device.jitterMs == 0.25);
  CHECK(device.exclusive);
  CHECK(device.isDefault == false);
  REQUIRE(device.faults.size() == 2);
  CHECK(device.faults[0].kind == FaultKind::Zero);  // in the order of their positions
  CHECK(device.faults[0].at == 200);
  CHECK(device.faults[0].frames == 3);
  CHECK(device.faults[0].channel == 0);
  CHECK(device.faults[1].kind == FaultKind::Stall);
  CHECK(device.faults[1].seconds == 0.5);
  CHECK(device.open.refuse == "device busy");
  CHECK(device.open.hangSeconds == 1);
  CHECK(device.open.stopHangSeconds == 2.5);
  CHECK(device.open.crash);
}

TEST_CASE("the default rate is the usual one where it is listed, else the first") {
  CHECK(device_of("rates = [96000, 48000]").defaultRate == 48000);
  CHECK(device_of("rates = [96000, 44100]").defaultRate == 96000);
}

TEST_CASE("an unknown key names file, line, table and the key that was meant") {
  const audio::Failure failure = failure_of("[[device]]\nname = \"A\"\ndelayframe = 960\n");
  CHECK(failure.message == "There is no key \"delayframe\" in [[device]] (bad.toml, line 3).");
  CHECK(failure.hint == "Did you mean \"delayFrames\"?");
  CHECK(failure.key == "delayframe");
  CHECK(failure_of("clok = \"fast\"").hint == "Did you mean \"clock\"?");
  CHECK(failure_of("whatever = 1").hint == "Possible here: clock, device.");
  CHECK(failure_of("[[device]]\n[device.open]\nhang = 1").message ==
        "There is no key \"hang\" in [device.open] of \"Virtual Cable\" (bad.toml, line 3).");
  CHECK(failure_of("[[device]]\n[[device.fault]]\nat=1\nkind=\"vanish\"\nchanel=0").key == "chanel");
}

TEST_CASE("a wrong type says which one is meant") {
  CHECK(failure_of("[[device]]\ninputs = 2.0").message ==
        "\"inputs\" of [[device]] must be a whole number, not a number with a fraction (bad.toml, line 2).");
  CHECK(failure_of("[[device]]\nlimiter = 1").key == "limiter");
  CHECK(failure_of("[[device]]\nname = 1").key == "name");
  CHECK(failure_of("[[device]]\ngainDb = \"loud\"").key == "gainDb");
  CHECK(failure_of("[[device]]\nrates = 48000").key == "rates");
  CHECK(failure_of("[[device]]\nrates = [48000.5]").key == "rates");
  CHECK(failure_of("[[device]]\nformats = [1]").key == "formats");
  CHECK(failure_of("[device]\nname = \"one\"").key == "device");
  CHECK(failure_of("[[device]]\nfault = 1").key == "fault");
  CHECK(failure_of("[[device]]\n[[device.open]]\ncrash = true").key == "open");
  CHECK(failure_of("clock = 1").key == "clock");
}

TEST_CASE("values are checked against what they can be") {
  const auto failure = failure_of("[[device]]\nquantizeBits = 1");
  CHECK(failure.message == "\"quantizeBits\" of [[device]] is 1; it can be 2 to 32 (bad.toml, line 2).");
  for (const char* line :
       {"inputs = -1", "outputs = 257", "rates = [999]", "rates = []", "defaultRate = 47000", "period = -1",
        "delayFrames = -0.5", "delayFrames = nan", "driftPpm = 20000", "gainDb = inf", "noiseDbfs = 1", "innerRate = 0",
        "jitterMs = -1", "name = \"\"", "formats = [\"Float64\"]", "matrix = [[1, 0]]", "matrix = [[1], [0]]",
        "matrix = [[1, 0], [0, \"x\"]]", "inputs = 0\noutputs = 0"}) {
    CAPTURE(line);
    CHECK_FALSE(failure_of(std::string("[[device]]\n") + line).key.empty());
  }
  CHECK(failure_of("clock = \"quick\"").hint == "Possible here: real, fast.");
  CHECK(failure_of("[[device]]\nformats = [\"float32\"]").hint == "Did you mean \"Float32\"?");
}

TEST_CASE("a fault has what its kind needs and nothing else") {
  const std::string fault = "[[device]]\n[[device.fault]]\n";
  CHECK(failure_of(fault + "kind = \"drop\"\nframes = 1").key == "at");
  CHECK(failure_of(fault + "at = 1").key == "kind");
  CHECK(failure_of(fault + "at = 1\nkind = \"drop\"").key == "frames");
  CHECK(failure_of(fault + "at = 1\nkind = \"drop\"\nframes = 0").key == "frames");
  CHECK(failure_of(fault + "at = 1\nkind = \"stall\"").key == "seconds");
  CHECK(failure_of(fault + "at = 1\nkind = \"stall\"\nseconds = 1\nframes = 1").key == "frames");
  CHECK(failure_of(fault + "at = 1\nkind = \"vanish\"\nframes = 1").key == "frames");
  CHECK(failure_of(fault + "at = 1\nkind = \"drop\"\nframes = 1\nchannel = 0").key == "channel");
  CHECK(failure_of(fault + "at = 1\nkind = \"zero\"\nframes = 1\nchannel = 2").key == "channel");
  CHECK(failure_of(fault + "at = 4\nkind = \"repeat\"\nframes = 5").key == "frames");
  CHECK(failure_of(fault + "at = 1\nkind = \"dorp\"\nframes = 5").hint == "Did you mean \"drop\"?");
}

TEST_CASE("two defaults for one direction are too many") {
  const std::string one = "[[device]]\nisDefault = true\n";
  CHECK(failure_of(one + one).key == "isDefault");
  CHECK(parse_scenario("s", one + "inputs = 0\n" + one + "outputs = 0").devices.size() == 2);
}

TEST_CASE("what is not TOML is told with its line") {
  CHECK(failure_of("clock = \"real\"\n[[device\n").message.find("line 2") != std::string::npos);
  CHECK(failure_of("clock = \"real\"\nclock = \"real\"").message.find("line 2") != std::string::npos);
}

TEST_CASE("a wrong scenario does not replace the one that holds") {
  set_scenario("good.toml", "clock = \"fast\"");
  CHECK_THROWS_AS(set_scenario("bad.toml", "clock = 1"), audio::Error);
  CHECK(current_scenario().clock == Clock::Fast);
  reset_scenario();
  CHECK(current_scenario().clock == Clock::Real);
}

TEST_CASE("every example scenario is right") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FLEXLAB_ROOT "/examples/scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    ++count;
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    CAPTURE(entry.path().string());
    try {
      CHECK_FALSE(parse_scenario(entry.path().filename().string(), text).devices.empty());
    } catch (const audio::Error& error) {
      FAIL_CHECK(error.message);
    }
  }
  CHECK(count >= 11);
}

TEST_CASE("a device hears an output of the same scenario, on a clock of its own") {
  const virtual_device::Scenario scenario = virtual_device::parse_scenario(
      "test.toml",
      "[[device]]\nname=\"Out\"\ninputs=0\n[[device]]\nname=\"In\"\noutputs=0\nhears=\"Out\"\nclockPpm=-50");
  CHECK(scenario.devices.at(1).hears == "Out");
  CHECK(scenario.devices.at(0).inAir);
  CHECK(scenario.devices.at(1).inAir);
  CHECK(!virtual_device::parse_scenario("s.toml", "[[device]]").devices.at(0).inAir);
  CHECK(scenario.devices.at(1).clockPpm == -50);
  CHECK(failure_of("[[device]]\nhears=\"Nobody\"").key == "hears");
  CHECK(failure_of("[[device]]\nname=\"In\"\noutputs=0\nhears=\"In\"").key == "hears");
  CHECK(failure_of("[[device]]\nclockPpm=20000").key == "clockPpm");
}
