// What a configuration means on a machine with these devices.
#include <doctest/doctest.h>

#include <string>

#include "driver/plan.h"

using namespace flexlab;
using driver::Plan;
using driver::Surroundings;

namespace {

audio::Device device(const std::string& backend, const std::string& name, int inputs, int outputs, double rate = 48000,
                     bool isDefault = false) {
  return {.backend = backend,
          .name = name,
          .inputChannels = inputs,
          .outputChannels = outputs,
          .defaultSampleRate = rate,
          .isDefaultInput = isDefault && inputs > 0,
          .isDefaultOutput = isDefault && outputs > 0};
}

Surroundings machine() {
  return {
      .backends = {{.name = "MME",
                    .type = paMME,
                    .index = 0,
                    .devices = {device("MME", "Mic", 1, 0, 44100, true), device("MME", "Speakers", 0, 2, 48000, true)}},
                   {.name = "Windows DirectSound",
                    .type = paDirectSound,
                    .index = 1,
                    .devices = {device("Windows DirectSound", "Mic", 2, 0, 44100, true),
                                device("Windows DirectSound", "Speakers", 0, 8, 44100, true),
                                device("Windows DirectSound", "HDMI 1", 0, 2),
                                device("Windows DirectSound", "HDMI 2", 0, 2),
                                device("Windows DirectSound", "Twin", 0, 2),
                                device("Windows DirectSound", "Twin", 0, 2)}},
                   {.name = "Windows WASAPI",
                    .type = paWASAPI,
                    .index = 2,
                    .devices = {device("Windows WASAPI", "Speakers", 0, 2, 96000)}},
                   {.name = "Empty", .type = paWDMKS, .index = 3, .devices = {}}},
      .defaultBackend = 0,
      .exclusiveSampleType = [](const audio::Device&) { return audio::SampleType::Int24; }};
}

Plan plan(const std::string& text, const Surroundings& surroundings = machine()) {
  return driver::make_plan(driver::load_config(text), surroundings);
}

/// "code table.key" of why there is no plan.
std::string refusal(const std::string& text, std::string* hint = nullptr) {
  try {
    (void)plan(text);
  } catch (const audio::Error& error) {
    if (hint != nullptr) *hint = error.hint;
    CHECK(error.message.size() <= 123);
    return error.code + ' ' + error.table + '.' + error.key;
  }
  return "";
}

}  // namespace

TEST_CASE("without a backend: DirectSound where there is one, else PortAudio's default") {
  CHECK(plan("").backend == "Windows DirectSound");
  Surroundings linux = machine();
  linux.backends.erase(linux.backends.begin() + 1);
  CHECK(plan("", linux).backend == "MME");
  linux.defaultBackend = 2;
  CHECK(plan("[output]\ndevice = \"Speakers\"", linux).backend == "Windows WASAPI");
}

TEST_CASE("an unknown backend lists those that are here") {
  std::string hint;
  CHECK(refusal("backend = \"ALSA\"", &hint) == "backend-not-available top.backend");
  CHECK(hint.find("\"MME\", \"Windows DirectSound\", \"Windows WASAPI\"") != std::string::npos);
  CHECK(refusal("backend = \"mme\"") == "backend-not-available top.backend");
}

TEST_CASE("default devices are the backend's own, and none is no error") {
  const Plan both = plan("");
  CHECK(both.input->device.name == "Mic");
  CHECK(both.output->device.name == "Speakers");
  CHECK(both.output->channels == 8);
  CHECK(both.output->sampleType == audio::SampleType::Float32);
  CHECK_FALSE(both.exclusive());
  CHECK(refusal("backend = \"Windows WASAPI\"") == "no-devices top.backend");  // there is one, but no default
  CHECK(refusal("backend = \"Empty\"") == "no-devices top.backend");
}

TEST_CASE("only WASAPI has to be taken along when the system gets another default device") {
  CHECK_FALSE(plan("").onDefault.output);  // DirectSound follows by itself
  CHECK_FALSE(plan("backend = \"MME\"").onDefault.output);
  Surroundings wasapi = machine();
  wasapi.backends[2].devices = {device("Windows WASAPI", "Mic", 2, 0, 48000, true),
                                device("Windows WASAPI", "Speakers", 0, 2, 48000, true)};
  const auto on = [&](const std::string& text) {
    return plan("backend = \"Windows WASAPI\"\n" + text, wasapi).onDefault;
  };
  CHECK(on("").input);
  CHECK(on("").output);
  CHECK(on("[output]\ndevice = \"Speakers\"").input);
  CHECK_FALSE(on("[output]\ndevice = \"Speakers\"").output);
  CHECK_FALSE(on("[input]\ndeviceRegex = 'Mic'").input);
  CHECK_FALSE(on("[input]\ndevice = \"\"").input);
  wasapi.backends[2].type = paWDMKS;
  CHECK_FALSE(on("").output);
}

TEST_CASE("a device is named exactly") {
  const Plan hdmi = plan("[input]\ndevice = \"\"\n[output]\ndevice = \"HDMI 2\"");
  CHECK_FALSE(hdmi.input);
  CHECK(hdmi.output->device.name == "HDMI 2");
  std::string hint;
  CHECK(refusal("[output]\ndevice = \"hdmi 2\"", &hint) == "device-not-found output.device");
  CHECK(hint.find("\"HDMI 1\"") != std::string::npos);
  CHECK(refusal("[input]\ndevice = \"Speakers\"") == "device-not-found input.device");  // has no inputs
  CHECK(refusal("[output]\ndevice = \"Twin\"") == "device-ambiguous output.device");
  CHECK(refusal("[input]\ndevice = \"\"\n[output]\ndevice = \"\"") == "no-devices output.device");
}

TEST_CASE("a regular expression searches and must find one device") {
  CHECK(plan("[output]\ndeviceRegex = 'peak'").output->device.name == "Speakers");
  CHECK(refusal("[output]\ndeviceRegex = 'HDMI'") == "device-ambiguous output.deviceRegex");
  CHECK(refusal("[output]\ndeviceRegex = 'Twin'") == "device-ambiguous output.deviceRegex");
  CHECK(refusal("[output]\ndeviceRegex = '^peak'") == "device-not-found output.deviceRegex");
}

TEST_CASE("the sample type is judged once there is a device") {
  CHECK(plan("[output]\nsampleType = \"Int16\"").output->sampleType == audio::SampleType::Int16);
  CHECK(refusal("[output]\nsampleType = \"int16\"") == "config-invalid output.sampleType");
  CHECK(plan("[input]\ndevice = \"\"\nsampleType = \"nonsense\"").output.has_value());
  const std::string wasapi = "backend = \"Windows WASAPI\"\n[output]\ndevice = \"Speakers\"\n";
  CHECK(plan(wasapi).output->sampleType == audio::SampleType::Float32);
  CHECK(plan(wasapi).exclusive() == false);
  CHECK(plan(wasapi + "wasapiExclusiveMode = true").output->sampleType == audio::SampleType::Int24);
  CHECK(plan(wasapi + "wasapiExclusiveMode = true").exclusive() == true);
}

TEST_CASE("channels may be set above what the device says") {
  const Plan many = plan("[output]\nchannels = 10");
  CHECK(many.output->channels == 10);
  CHECK_FALSE(many.output->wasapi.keepChannelMask);
  CHECK(plan("").output->wasapi.keepChannelMask);
}

TEST_CASE("suggested latency is three buffers unless it is set") {
  const Plan set = plan("[output]\nsuggestedLatencySeconds = 0");
  CHECK(set.output->suggested_latency(48000, 480) == 0.0);
  CHECK(set.input->suggested_latency(48000, 480) == doctest::Approx(0.03));
}

TEST_CASE("the first sample rate is the higher default of both devices") {
  CHECK(plan("backend = \"MME\"").default_sample_rate() == 48000);
  CHECK(plan("backend = \"MME\"\n[output]\ndevice = \"\"").default_sample_rate() == 44100);
}

TEST_CASE("buffer sizes follow the rate, and DirectSound with an input starts at 10 ms") {
  const Plan mme = plan("backend = \"MME\"");
  const Plan ds = plan("");
  const Plan dsOut = plan("[input]\ndevice = \"\"");
  struct Row {
    double rate;
    int min, minDirectSound, preferred, max;
  };
  for (const Row& row : {Row{44100, 44, 441, 882, 44100}, Row{48000, 48, 480, 960, 48000},
                         Row{96000, 96, 960, 1920, 96000}, Row{22050, 32, 220, 441, 22050}}) {
    CAPTURE(row.rate);
    const driver::BufferSizes sizes = driver::buffer_sizes(mme, row.rate);
    CHECK(sizes.min == row.min);
    CHECK(sizes.preferred == row.preferred);
    CHECK(sizes.max == row.max);
    CHECK(sizes.granularity == 1);
    CHECK(driver::buffer_sizes(ds, row.rate).min == row.minDirectSound);
    CHECK(driver::buffer_sizes(dsOut, row.rate).min == row.min);
  }
  const driver::BufferSizes slow = driver::buffer_sizes(mme, 10);
  CHECK(slow.min == 32);
  CHECK(slow.preferred == 32);
  CHECK(slow.max == 32);
  const driver::BufferSizes fixed = driver::buffer_sizes(plan("bufferSizeSamples = 100"), 48000);
  CHECK(fixed.min == 100);
  CHECK(fixed.max == 100);
  CHECK(fixed.preferred == 100);
  CHECK(fixed.granularity == 0);
}

namespace {

/// A machine whose WASAPI has two outputs with their loopbacks, and a microphone.
Surroundings with_loopbacks() {
  const auto numbered = [](audio::Device device, PaDeviceIndex index) {
    device.index = index;
    return device;
  };
  const auto loopback = [&](const std::string& name, PaDeviceIndex index) {
    audio::Device made = numbered(device("Windows WASAPI", name + " [Loopback]", 2, 0), index);
    made.isLoopback = true;
    return made;
  };
  Surroundings surroundings = machine();
  surroundings.backends[2].devices = {numbered(device("Windows WASAPI", "Mic (USB)", 1, 0, 48000, true), 1),
                                      numbered(device("Windows WASAPI", "Speakers (USB)", 0, 2, 48000, true), 2),
                                      numbered(device("Windows WASAPI", "HDMI", 0, 2), 3),
                                      loopback("Speakers (USB)", 2), loopback("HDMI", 3)};
  return surroundings;
}

constexpr const char* kWasapi = "backend = \"Windows WASAPI\"\n";
constexpr const char* kSpeakersLoopback = "[input]\ndevice = \"Speakers (USB) [Loopback]\"\n";

}  // namespace

TEST_CASE("a loopback is a stream beside its output: on one clock with it, on two with another output") {
  const Surroundings surroundings = with_loopbacks();
  const auto with = [&](const std::string& more) {
    return plan(std::string(kWasapi) + kSpeakersLoopback + more, surroundings);
  };
  const Plan own = with("");
  CHECK(own.input->device.isLoopback);
  CHECK(own.output->device.name == "Speakers (USB)");
  CHECK(own.apart);
  CHECK_FALSE(own.twoClocks);
  const Plan other = with("[output]\ndevice = \"HDMI\"");
  CHECK(other.apart);
  CHECK(other.twoClocks);
  // The user knows better.
  CHECK(with("[flexlab]\nclocks = \"two\"").twoClocks);
  const Plan one = with("[output]\ndevice = \"HDMI\"\n[flexlab]\nclocks = \"one\"");
  CHECK(one.apart);
  CHECK_FALSE(one.twoClocks);
  const Plan alone = with("[output]\ndevice = \"\"");
  CHECK_FALSE(alone.output);
  CHECK_FALSE(alone.apart);
  // No loopback unless one is asked for.
  const Plan none = plan(kWasapi, surroundings);
  CHECK(none.input->device.name == "Mic (USB)");
  CHECK_FALSE(none.apart);
}

TEST_CASE("an expression finds loopbacks as it finds other inputs, as in stock FlexASIO") {
  const Surroundings surroundings = with_loopbacks();
  const auto found = [&](const std::string& expression) -> std::string {
    try {
      return plan(std::string(kWasapi) + "[input]\ndeviceRegex = '" + expression + "'\n", surroundings)
          .input->device.name;
    } catch (const audio::Error& error) {
      return error.code + ": " + error.message;
    }
  };
  CHECK(found("HDMI") == "HDMI [Loopback]");
  CHECK(found("USB").rfind("device-ambiguous: 2 input devices of Windows WASAPI match \"USB\": \"Mic (USB)\", "
                           "\"Speakers (USB) [Loopback]\"",
                           0) == 0);
  // What the pages for users advise.
  CHECK(found("USB.*\\)$") == "Mic (USB)");
}

TEST_CASE("a loopback is refused in exclusive mode, with what to change") {
  const Surroundings surroundings = with_loopbacks();
  const auto refused = [&](const std::string& text, std::string& hint) -> std::string {
    try {
      (void)plan(text, surroundings);
    } catch (const audio::Error& error) {
      CHECK(error.message.size() <= 123);
      hint = error.hint;
      return error.code + ' ' + error.table + '.' + error.key;
    }
    return "";
  };
  const std::string loopback = std::string(kWasapi) + kSpeakersLoopback;
  std::string hint;
  CHECK(refused(loopback + "wasapiExclusiveMode = true", hint) == "loopback-exclusive input.wasapiExclusiveMode");
  CHECK(hint.find("[input]") != std::string::npos);
  CHECK(refused(loopback + "[output]\nwasapiExclusiveMode = true", hint) ==
        "loopback-exclusive output.wasapiExclusiveMode");
  CHECK(hint.find("[output]") != std::string::npos);
  CHECK(refused(loopback + "[output]\ndevice = \"HDMI\"\nwasapiExclusiveMode = true", hint).empty());
  CHECK(refused(loopback + "[output]\ndevice = \"\"\nwasapiExclusiveMode = true", hint).empty());
  // It is no output.
  CHECK(refused(std::string(kWasapi) + "[output]\ndevice = \"HDMI [Loopback]\"", hint) ==
        "device-not-found output.device");
}
