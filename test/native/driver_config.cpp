// What the driver reads in a FlexASIO.toml.
#include <doctest/doctest.h>

#include <string>

#include "driver/config.h"

using namespace flexlab;
using driver::Config;
using driver::load_config;

namespace {

audio::Failure failure_of(const std::string& text) {
  try {
    (void)load_config(text);
  } catch (const audio::Error& error) {
    return error;
  }
  return {};
}

/// "table.key" of the failure, "" when there is none.
std::string place_of_failure(const std::string& text) {
  const audio::Failure failure = failure_of(text);
  if (failure.code.empty()) return "";
  CHECK(failure.code == "config-invalid");
  CHECK_FALSE(failure.hint.empty());
  CHECK(failure.message.size() <= 123);
  return failure.table + '.' + failure.key;
}

}  // namespace

TEST_CASE("an empty file means the defaults") {
  const Config config = load_config("");
  CHECK_FALSE(config.backend);
  CHECK_FALSE(config.bufferSizeSamples);
  for (const driver::DirectionConfig* direction : {&config.input, &config.output}) {
    CHECK_FALSE(direction->device);
    CHECK_FALSE(direction->deviceRegex);
    CHECK_FALSE(direction->channels);
    CHECK_FALSE(direction->sampleType);
    CHECK_FALSE(direction->suggestedLatencySeconds);
    CHECK_FALSE(direction->wasapiExclusiveMode);
    CHECK(direction->wasapiAutoConvert);
    CHECK(direction->wasapiExplicitSampleFormat);
    CHECK_FALSE(direction->switched_off());
  }
}

TEST_CASE("every option is read") {
  const Config config = load_config(
      "\xEF\xBB\xBF"  // byte order mark
      "backend = \"Windows WASAPI\"\r\n"
      "bufferSizeSamples = 4_80\r\n"
      "[input]\r\n"
      "device = \"\"\r\n"
      "[output]\r\n"
      "deviceRegex = '^Speakers \\(.*\\)$'\r\n"
      "channels = 6\r\n"
      "sampleType = \"Int24\"\r\n"
      "suggestedLatencySeconds = 1\r\n"
      "wasapiExclusiveMode = true\r\n"
      "wasapiAutoConvert = false\r\n"
      "wasapiExplicitSampleFormat = false\r\n");
  CHECK(config.backend == "Windows WASAPI");
  CHECK(config.bufferSizeSamples == 480);
  CHECK(config.input.switched_off());
  CHECK(std::regex_search("Speakers (USB)", config.output.deviceRegex->pattern));
  CHECK_FALSE(std::regex_search("My Speakers (USB)", config.output.deviceRegex->pattern));
  CHECK(config.output.channels == 6);
  CHECK(config.output.sampleType == "Int24");
  CHECK(config.output.suggestedLatencySeconds == 1.0);
  CHECK(config.output.wasapiExclusiveMode);
  CHECK_FALSE(config.output.wasapiAutoConvert);
  CHECK_FALSE(config.output.wasapiExplicitSampleFormat);
}

TEST_CASE("what TOML 1.0 allows beyond the stock driver's dialect is fine") {
  CHECK(load_config("input.device = \"a\"").input.device == "a");
  CHECK(load_config("[output]\nsuggestedLatencySeconds = 0").output.suggestedLatencySeconds == 0.0);
  CHECK(load_config("bufferSizeSamples = 0x100").bufferSizeSamples == 256);
  CHECK(load_config("input = { device = \"\" }").input.switched_off());
}

TEST_CASE("unknown keys and tables, and known ones in the wrong place or case, are ignored") {
  const Config config = load_config(
      "Backend = 1\ndevice = 2\n[Input]\nchannels = -1\n[input]\nbackend = 3\nnewKey = [1]\n[other.table]\nx = "
      "1979-05-27");
  CHECK_FALSE(config.backend);
  CHECK_FALSE(config.input.channels);
}

TEST_CASE("wrong types name their table and key") {
  CHECK(place_of_failure("backend = 1") == "top.backend");
  CHECK(place_of_failure("bufferSizeSamples = 480.0") == "top.bufferSizeSamples");
  CHECK(place_of_failure("bufferSizeSamples = \"480\"") == "top.bufferSizeSamples");
  CHECK(place_of_failure("[input]\ndevice = 1.5") == "input.device");
  CHECK(place_of_failure("[input]\ndeviceRegex = true") == "input.deviceRegex");
  CHECK(place_of_failure("[output]\nchannels = 2.0") == "output.channels");
  CHECK(place_of_failure("[output]\nsampleType = 16") == "output.sampleType");
  CHECK(place_of_failure("[output]\nsuggestedLatencySeconds = \"0.1\"") == "output.suggestedLatencySeconds");
  CHECK(place_of_failure("[input]\nwasapiExclusiveMode = 1") == "input.wasapiExclusiveMode");
  CHECK(place_of_failure("[input]\nwasapiAutoConvert = \"yes\"") == "input.wasapiAutoConvert");
  CHECK(place_of_failure("[input]\nwasapiExplicitSampleFormat = []") == "input.wasapiExplicitSampleFormat");
  CHECK(place_of_failure("input = 1") == "input.");
  CHECK(place_of_failure("[[output]]\nchannels = 2") == "output.");
}

TEST_CASE("ranges hold to the last number") {
  CHECK(place_of_failure("bufferSizeSamples = 0") == "top.bufferSizeSamples");
  CHECK(place_of_failure("bufferSizeSamples = 1").empty());
  CHECK(place_of_failure("bufferSizeSamples = 2147483646").empty());
  CHECK(place_of_failure("bufferSizeSamples = 2147483647") == "top.bufferSizeSamples");
  CHECK(place_of_failure("[input]\nchannels = 0") == "input.channels");
  CHECK(place_of_failure("[input]\nchannels = -2") == "input.channels");
  CHECK(place_of_failure("[input]\nchannels = 1").empty());
  CHECK(place_of_failure("[input]\nchannels = 4294967298") == "input.channels");
  CHECK(place_of_failure("[input]\nsuggestedLatencySeconds = -0.001") == "input.suggestedLatencySeconds");
  CHECK(place_of_failure("[input]\nsuggestedLatencySeconds = 3600.0").empty());
  CHECK(place_of_failure("[input]\nsuggestedLatencySeconds = 3600.1") == "input.suggestedLatencySeconds");
  CHECK(place_of_failure("[input]\nsuggestedLatencySeconds = 9223372036854775807") == "input.suggestedLatencySeconds");
  CHECK(place_of_failure("[input]\nsuggestedLatencySeconds = nan") == "input.suggestedLatencySeconds");
  CHECK(place_of_failure("[input]\nsuggestedLatencySeconds = inf") == "input.suggestedLatencySeconds");
}

TEST_CASE("device and deviceRegex exclude each other, even when the device is switched off") {
  CHECK(place_of_failure("[input]\ndevice = \"\"\ndeviceRegex = \"a\"") == "input.deviceRegex");
  CHECK(place_of_failure("[input]\ndevice = \"a\"\n[output]\ndeviceRegex = \"a\"").empty());
}

TEST_CASE("a regular expression must be one") {
  CHECK(place_of_failure("[output]\ndeviceRegex = ''") == "output.deviceRegex");
  CHECK(place_of_failure("[output]\ndeviceRegex = '('") == "output.deviceRegex");
  CHECK(place_of_failure("[output]\ndeviceRegex = '[z-a]'") == "output.deviceRegex");
  CHECK(place_of_failure("[output]\ndeviceRegex = '" + std::string(100000, '(') + "'") == "output.deviceRegex");
  CHECK(place_of_failure("[output]\ndeviceRegex = 'a|b'").empty());
}

TEST_CASE("a text that is no TOML is told with its line, the important part first") {
  const audio::Failure failure = failure_of("backend = \"MME\"\n[input\ndevice = \"\"");
  CHECK(failure.code == "config-invalid");
  CHECK(failure.message.rfind("Line 2, column ", 0) == 0);
  CHECK(failure.table.empty());
  CHECK(failure_of("[input]\ndevice = \"a\"\ndevice = \"b\"").message.rfind("Line 3", 0) == 0);
  CHECK(failure_of("[input]\n[input]").code == "config-invalid");
  CHECK(failure_of("device = \"C:\\Users\"").code == "config-invalid");
}

TEST_CASE("some configurations are hopeless on every machine") {
  const auto code = [](const std::string& text) {
    const std::optional<audio::Failure> failure = driver::find_hopeless(load_config(text));
    return failure ? failure->code + ' ' + failure->table + '.' + failure->key : "";
  };
  CHECK(code("").empty());
  CHECK(code("backend = \"Windows WDM-KS\"").empty());
  CHECK(code("backend = \"Virtual\"").empty());
  CHECK(code("backend = \"virtual\"") == "backend-not-available top.backend");
  CHECK(code("[input]\ndevice = \"\"\n[output]\ndevice = \"\"") == "no-devices output.device");
  CHECK(code("[input]\nsampleType = \"float32\"") == "config-invalid input.sampleType");
  CHECK(code("[input]\ndevice = \"\"\nsampleType = \"float32\"").empty());
  // Loopbacks are known by their names; the same names mean nothing elsewhere, and other outputs are not listened to.
  const std::string loopback = "[input]\ndevice = \"Speakers [Loopback]\"\n";
  const std::string exclusive = "wasapiExclusiveMode = true\n";
  const std::string wasapi = "backend = \"Windows WASAPI\"\n";
  CHECK(code(wasapi + loopback + exclusive) == "loopback-exclusive input.wasapiExclusiveMode");
  CHECK(code(wasapi + loopback + "[output]\ndevice = \"Speakers\"\n" + exclusive) ==
        "loopback-exclusive output.wasapiExclusiveMode");
  CHECK(code(wasapi + loopback + "[output]\ndevice = \"Headphones\"\n" + exclusive).empty());
  CHECK(code(wasapi + loopback + "[output]\n" + exclusive).empty());
  CHECK(code(wasapi + "[input]\ndevice = \"Speakers\"\n" + exclusive).empty());
  CHECK(code("backend = \"MME\"\n" + loopback + exclusive).empty());
}
