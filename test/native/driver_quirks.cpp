// What [flexlab] offers hosts that keep to rules of their own.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;
using driver::Driver;

namespace {

/// min, max, preferred, granularity at 48 kHz.
std::array<std::int32_t, 4> sizes(const std::string& config) {
  Driver driver(environment(config));
  REQUIRE(driver.init(nullptr) == abi::kYes);
  std::array<std::int32_t, 4> of{};
  REQUIRE(driver.getBufferSize(&of[0], &of[1], &of[2], &of[3]) == Error::Ok);
  return of;
}

std::string lab(const std::string& lines) { return "[flexlab]\n" + lines; }

/// "key: message" of why a driver does not start.
std::string refusal(const std::string& config) {
  Driver driver(environment(config));
  if (driver.init(nullptr) == abi::kYes) return "";
  const audio::Failure failure = *driver.failure();
  CHECK(failure.code == "config-invalid");
  CHECK(failure.table == "flexlab");
  CHECK(failure.message.size() <= 123);
  return failure.key + ": " + failure.message;
}

using Sizes = std::array<std::int32_t, 4>;

}  // namespace

TEST_CASE("powersOfTwo offers powers of two alone") {
  const WithScenario scenario(kFast);
  CHECK(sizes("") == Sizes{48, 48000, 960, 1});
  CHECK(sizes(lab("powersOfTwo = true")) == Sizes{64, 32768, 1024, -1});
  CHECK(sizes(lab("powersOfTwo = false")) == Sizes{48, 48000, 960, 1});
  CHECK(sizes("bufferSizeSamples = 512\n" + lab("powersOfTwo = true")) == Sizes{512, 512, 512, 0});
  CHECK(sizes(lab("powersOfTwo = true\nminBufferSamples = 128\nmaxBufferSamples = 512")) == Sizes{128, 512, 512, -1});
  CHECK(refusal("bufferSizeSamples = 480\n" + lab("powersOfTwo = true")) ==
        "powersOfTwo: bufferSizeSamples is 480, which is no power of two, as powersOfTwo in [flexlab] asks for.");
  CHECK(refusal(lab("powersOfTwo = true\npreferredBufferSamples = 100")).starts_with("powersOfTwo: preferred"));
}

TEST_CASE("a range of buffers of one's own") {
  const WithScenario scenario(kFast);
  CHECK(sizes(lab("minBufferSamples = 64\nmaxBufferSamples = 2048\npreferredBufferSamples = 256\n"
                  "bufferGranularity = 64")) == Sizes{64, 2048, 256, 64});
  // Each on its own leaves the others, as far as they fit.
  CHECK(sizes(lab("maxBufferSamples = 512")) == Sizes{48, 512, 512, 1});
  CHECK(sizes(lab("maxBufferSamples = 40")) == Sizes{40, 40, 40, 0});
  CHECK(sizes(lab("minBufferSamples = 2000")) == Sizes{2000, 48000, 2000, 1});
  CHECK(sizes(lab("minBufferSamples = 100000")) == Sizes{100000, 100000, 100000, 0});
  CHECK(sizes(lab("preferredBufferSamples = 333")) == Sizes{48, 48000, 333, 1});
  // What is preferred and what is most can be reached in steps.
  CHECK(sizes(lab("bufferGranularity = 100")) == Sizes{48, 47948, 948, 100});
  // Beside a fixed size, which stock FlexASIO takes from the same file.
  CHECK(sizes("bufferSizeSamples = 480\n" + lab("minBufferSamples = 96\nbufferGranularity = 96")) ==
        Sizes{96, 480, 480, 96});
  CHECK(refusal(lab("minBufferSamples = 512\nmaxBufferSamples = 64")) ==
        "minBufferSamples: minBufferSamples in [flexlab] is 512, more than maxBufferSamples, which is 64.");
  CHECK(refusal(lab("preferredBufferSamples = 512\nmaxBufferSamples = 64")).starts_with("preferredBufferSamples: "));
  CHECK(refusal(lab("minBufferSamples = 512\npreferredBufferSamples = 64")).starts_with("minBufferSamples: "));
  CHECK(refusal(lab("bufferGranularity = 0")) ==
        "bufferGranularity: bufferGranularity in [flexlab] must be from 1 to 2147483646, not 0.");
  CHECK(refusal(lab("powersOfTwo = true\nbufferGranularity = 16")).starts_with("bufferGranularity: "));
  CHECK(refusal(lab("powersOfTwo = 1")).starts_with("powersOfTwo: powersOfTwo in [flexlab] must be true or false"));
}

TEST_CASE("equalSampleTypes makes one type hold for both directions") {
  const WithScenario scenario(kFast);
  const auto types = [](const std::string& config) {
    Driver driver(environment(config));
    REQUIRE(driver.init(nullptr) == abi::kYes);
    const driver::Facts facts = *driver.facts();
    return std::string(audio::name_of(facts.input->sampleType)) + ' ' +
           std::string(audio::name_of(facts.output->sampleType));
  };
  const std::string equal = lab("equalSampleTypes = true");
  CHECK(types("[input]\nsampleType = \"Int16\"\n") == "Int16 Float32");
  CHECK(types("[input]\nsampleType = \"Int16\"\n" + equal) == "Int16 Int16");
  CHECK(types("[output]\nsampleType = \"Int24\"\n" + equal) == "Int24 Int24");
  CHECK(types(equal) == "Float32 Float32");
  CHECK(refusal("[input]\nsampleType = \"Int16\"\n[output]\nsampleType = \"Int24\"\n" + equal) ==
        "equalSampleTypes: sampleType differs in [input] and [output], though equalSampleTypes in [flexlab] is set.");
}

TEST_CASE("outputReady = false tells the host so, and plays one buffer later from the first one on") {
  const WithScenario scenario("clock = \"fast\"\n[[device]]\ndelayFrames = 480\n");
  FakeHost host;
  Opened opened(lab("outputReady = false"));
  CHECK(opened.driver.outputReady() == Error::NotPresent);
  std::int32_t input = 0, output = 0;
  REQUIRE(opened.driver.getLatencies(&input, &output) == Error::Ok);
  CHECK(output == 480 + opened.driver.facts()->claimedOutputLatency.value());
  // A step that is written in the third buffer comes back one buffer and the way's 480 frames later.
  std::int64_t heardAt = -1;
  host.onSwitch = [&](std::int32_t half, std::uint64_t position) {
    std::fill_n(floats(opened.infos[2], half), 480, position >= 960 ? 0.5F : 0.0F);
    for (int i = 0; i < 480 && heardAt < 0; ++i) {
      if (floats(opened.infos[0], half)[i] > 0.4F) heardAt = static_cast<std::int64_t>(position) + i;
    }
    opened.driver.outputReady();
  };
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return host.switches > 10; }));
  REQUIRE(opened.driver.stop() == Error::Ok);
  CHECK(heardAt == 960 + 480 + 480);
  CHECK(host.latencyChanges == 0);
}

TEST_CASE("measured latencies are added to what the host is told") {
  const WithScenario scenario(kFast);
  FakeHost host;
  const auto latencies = [](Driver& driver) {
    std::int32_t input = 0, output = 0;
    REQUIRE(driver.getLatencies(&input, &output) == Error::Ok);
    return std::pair(input, output);
  };
  Opened plain;
  Opened corrected(lab("inputLatencyCorrection = 100\noutputLatencyCorrection = -33"));
  const auto [input, output] = latencies(plain.driver);
  CHECK(latencies(corrected.driver) == std::pair(input + 100, output - 33));
  // What the devices claim is told as it is.
  CHECK(corrected.driver.facts()->claimedInputLatency == plain.driver.facts()->claimedInputLatency);
  // Before there are buffers, too.
  REQUIRE(plain.driver.disposeBuffers() == Error::Ok);
  REQUIRE(corrected.driver.disposeBuffers() == Error::Ok);
  const auto [inputBefore, outputBefore] = latencies(plain.driver);
  CHECK(latencies(corrected.driver) == std::pair(inputBefore + 100, outputBefore - 33));
  // Never below nothing, and nothing where nothing is recorded.
  Opened early(lab("inputLatencyCorrection = -100000\noutputLatencyCorrection = 10"), 480, 0, 2);
  CHECK(latencies(early.driver).first == 0);
  Opened negative(lab("inputLatencyCorrection = -100000"));
  CHECK(latencies(negative.driver).first == 0);
  CHECK(refusal(lab("inputLatencyCorrection = 2000000")) ==
        "inputLatencyCorrection: inputLatencyCorrection in [flexlab] must be from -1920000 to 1920000, not 2000000.");
}
