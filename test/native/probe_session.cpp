// Whole runs of the probe: a music program's life with the driver, on Virtual devices.
#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "driver_support.h"
#include "probe/position_code.h"
#include "probe/session.h"
#include "probe_support.h"

using namespace flexlab;
using namespace flexlab::test;
using namespace flexlab::probe;

namespace {

ProbeResult run(ProbePlan plan) { return Session(std::move(plan)).run(); }

/// How many recorded samples of a channel are not what was played `roundTrip` frames earlier (or silence before).
std::size_t wrong_samples(const ProbeResult& result, std::size_t channel, std::size_t roundTrip) {
  const PositionCode code(77, static_cast<std::uint32_t>(channel), result.recording->codeBits);
  return std::visit(
      [&](const auto& samples) {
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
          const float expected = i < roundTrip ? 0 : code.sample(i - roundTrip);
          wrong += static_cast<double>(samples[i]) != static_cast<double>(expected);
        }
        return wrong;
      },
      result.recording->input.at(channel));
}

std::string failure_of(ProbePlan plan) {
  const ProbeResult result = run(std::move(plan));
  REQUIRE(result.error);
  CHECK(result.error->message.size() <= 200);
  CHECK_FALSE(result.error->message.empty());
  return result.error->code + ' ' + result.error->table + '.' + result.error->key;
}

}  // namespace

TEST_CASE("a run tells the stream, plays, records and takes the time") {
  ProbePlan plan = plan_for(std::string(kFast) + "delayFrames = 700", "bufferSizeSamples = 100");
  const ProbeResult result = run(plan);
  REQUIRE_FALSE(result.error);
  CHECK_FALSE(result.cancelled);
  CHECK(result.stream->backend == "Virtual");
  CHECK_FALSE(result.stream->exclusive);
  CHECK(result.stream->input->name == "Virtual Cable");
  CHECK(result.stream->output->channels == 2);
  CHECK(result.stream->sampleRate == 48000);
  CHECK(result.stream->bufferFrames == 100);
  CHECK(result.stream->minFrames == 100);
  CHECK(result.stream->reportedInputFrames + result.stream->reportedOutputFrames == 700);
  CHECK(result.recording->frames == 9600);
  CHECK(result.recording->codeBits == 24);
  CHECK(wrong_samples(result, 0, 700) == 0);
  CHECK(wrong_samples(result, 1, 700) == 0);
  CHECK(result.counters.bufferSwitches == 96);
  CHECK(result.counters.missedOutputReady == 0);
  CHECK(result.counters.latencyChanges == 0);
  const ProbeTiming& timing = *result.timing;
  REQUIRE(timing.entered.size() == 96);
  REQUIRE(timing.duration.size() == 96);
  for (std::size_t i = 0; i < 96; ++i) {
    CHECK(timing.position[i] == 100.0 * static_cast<double>(i));
    CHECK(timing.entered[i] == doctest::Approx(static_cast<double>(i + 1) * 100 / 48000).epsilon(1e-6));
    CHECK(timing.duration[i] >= 0);
  }
  CHECK(timing.openMs > 0);
  CHECK(timing.firstCallbackMs.has_value());
}

TEST_CASE("the last buffer is kept as far as the recording goes") {
  ProbePlan plan = plan_for(kFast, "bufferSizeSamples = 1000");
  plan.scenario->text += "delayFrames = 1000";
  plan.seconds = 2500.0 / 48000;
  const ProbeResult result = run(plan);
  REQUIRE_FALSE(result.error);
  CHECK(result.recording->frames == 2500);
  CHECK(result.counters.bufferSwitches == 3);
  CHECK(wrong_samples(result, 0, 1000) == 0);
}

TEST_CASE("every pair of sample types is bit-exact with the code of the coarser one") {
  for (const audio::SampleType in : audio::kSampleTypes) {
    for (const audio::SampleType out : audio::kSampleTypes) {
      CAPTURE(audio::name_of(in));
      CAPTURE(audio::name_of(out));
      const ProbeResult result =
          run(plan_for(kFast, "[input]\nsampleType = \"" + std::string(audio::name_of(in)) +
                                  "\"\n[output]\nsampleType = \"" + std::string(audio::name_of(out)) + "\"\n"));
      REQUIRE_FALSE(result.error);
      CHECK(result.recording->codeBits == std::min(code_bits_of(in), code_bits_of(out)));
      CHECK(std::holds_alternative<std::vector<double>>(result.recording->input[0]) ==
            (in == audio::SampleType::Int32));
      CHECK(wrong_samples(result, 0, 960) == 0);
      CHECK(wrong_samples(result, 1, 960) == 0);
    }
  }
}

TEST_CASE("rate and buffer size are chosen as asked") {
  ProbePlan plan = plan_for(std::string(kFast) + "delayFrames = 333");
  plan.sampleRate = 96000;
  plan.bufferFrames = 333;
  const ProbeResult result = run(plan);
  REQUIRE_FALSE(result.error);
  CHECK(result.stream->sampleRate == 96000);
  CHECK(result.stream->bufferFrames == 333);
  CHECK(result.stream->preferredFrames == 1920);
  CHECK(wrong_samples(result, 0, 333) == 0);
}

TEST_CASE("one direction alone runs too") {
  const ProbeResult out = run(plan_for(kFast, "[input]\ndevice = \"\"\n[output]\nsampleType = \"Int16\""));
  CHECK_FALSE(out.error);
  CHECK_FALSE(out.recording);
  CHECK_FALSE(out.stream->input);
  CHECK(out.timing->entered.size() == 10);
  const ProbeResult in = run(plan_for(kFast, "[output]\ndevice = \"\""));
  CHECK_FALSE(in.error);
  CHECK(in.recording->frames == 9600);
  CHECK(in.stream->reportedOutputFrames == 0);
}

TEST_CASE("a scripted stall shows as a gap of exactly its length") {
  const ProbeResult result = run(plan_for(
      std::string(kFast) + "[[device.fault]]\nat = 2000\nkind = \"stall\"\nseconds = 0.5", "bufferSizeSamples = 480"));
  REQUIRE_FALSE(result.error);
  const std::vector<double>& entered = result.timing->entered;
  for (std::size_t i = 1; i < entered.size(); ++i) {
    CHECK(entered[i] - entered[i - 1] == doctest::Approx(i == 4 ? 0.51 : 0.01).epsilon(1e-6));
  }
}

TEST_CASE("a device that vanishes leaves the recording up to there") {
  const ProbeResult result =
      run(plan_for(std::string(kFast) + "[[device.fault]]\nat = 4800\nkind = \"vanish\"", "bufferSizeSamples = 480"));
  REQUIRE(result.error);
  CHECK(result.error->code == "device-lost");
  CHECK(result.error->table == "input");
  CHECK(result.recording->frames == 4800);
  CHECK(wrong_samples(result, 0, 960) == 0);
  CHECK(result.timing->entered.size() == 10);
}

TEST_CASE("a stream that falls silent for two seconds is lost") {
  const ProbeResult result = run(
      plan_for("[[device]]\n[[device.fault]]\nat = 960\nkind = \"stall\"\nseconds = 30", "bufferSizeSamples = 480"));
  REQUIRE(result.error);
  CHECK(result.error->code == "device-lost");
  CHECK(result.recording->frames == 960);
}

TEST_CASE("failures have stable codes and say where") {
  CHECK(failure_of(plan_for(kFast, "bufferSizeSamples = \"x\"")) == "config-invalid top.bufferSizeSamples");
  CHECK(failure_of(plan_for(kFast, "[output]\nsampleType = \"Int8\"")) == "config-invalid output.sampleType");
  CHECK(failure_of(plan_for(kFast, "[output]\ndevice = \"X\"")) == "device-not-found output.device");
  CHECK(failure_of(plan_for("[[device]]\nname = \"A\"\n[[device]]\nname = \"A\"", "[input]\ndevice = \"A\"")) ==
        "device-ambiguous input.device");
  CHECK(failure_of(plan_for("[[device]]\nopen = { refuse = \"device busy\" }")) == "device-busy output.device");
  CHECK(failure_of(plan_for("[[device]]\nopen = { refuse = \"no power\" }")) == "open-failed output.device");
  CHECK(failure_of(plan_for("[[device]]\nformats = [\"Float32\"]", "[input]\nsampleType = \"Int16\"")) ==
        "format-not-supported input.sampleType");
  CHECK(failure_of(plan_for("[[device]]", "[output]\nchannels = 3")) == "channel-count-not-supported output.channels");
  CHECK(failure_of(plan_for(kFast, "[input]\ndevice = \"\"\n[output]\ndevice = \"\"")) == "no-devices output.device");
  CHECK(failure_of(plan_for("clocks = 1")).rfind("scenario-invalid scenario", 0) == 0);

  ProbePlan backend = plan_for(kFast);
  backend.configText = "backend = \"Windows WASAPI\"";
  CHECK(failure_of(backend) == "backend-not-available top.backend");

  ProbePlan rate = plan_for(kFast);
  rate.sampleRate = 12345.5;  // no whole number, so it is not converted
  CHECK(failure_of(rate).rfind("sample-rate-not-supported", 0) == 0);

  ProbePlan size = plan_for(kFast, "bufferSizeSamples = 480");
  size.bufferFrames = 512;
  CHECK(failure_of(size) == "buffer-size-not-supported top.bufferSizeSamples");
  ProbePlan tiny = plan_for(kFast);
  tiny.bufferFrames = 16;
  CHECK(failure_of(tiny) == "buffer-size-not-supported .");

  ProbePlan longest = plan_for(kFast);
  longest.seconds = 1e9;
  CHECK(failure_of(longest) == "recording-too-long .");
}

TEST_CASE("an absurd claim is told as it was made") {
  const ProbeResult result =
      run(plan_for(std::string(kFast) + "claimedInputLatency = -1.0\nclaimedOutputLatency = 20.0"));
  REQUIRE_FALSE(result.error);
  CHECK(result.stream->reportedInputFrames == -48000);
  CHECK(result.stream->reportedOutputFrames == 960000);
}

TEST_CASE("a cancelled recording keeps what it has") {
  ProbePlan plan = plan_for("[[device]]", "bufferSizeSamples = 480");
  plan.seconds = 60;
  Session session(plan);
  std::thread thread([&] {
    REQUIRE(eventually([&] { return live_field(session, live::Field::BufferSwitches) > 10; }));
    session.cancel();
  });
  const ProbeResult result = session.run();
  thread.join();
  CHECK(result.cancelled);
  REQUIRE(result.recording);
  CHECK(result.recording->frames == result.counters.bufferSwitches * 480);
  CHECK(wrong_samples(result, 0, 960) == 0);
}

TEST_CASE("there is one run at a time") {
  Session first(plan_for("[[device]]"));
  std::thread thread([&] { CHECK_FALSE(first.run().error); });
  REQUIRE(eventually([&] { return first.stream().has_value(); }));
  CHECK(failure_of(plan_for("[[device]]")) == "probe-busy .");
  thread.join();
}

TEST_CASE("runs on the simulated clock are the same every time") {
  const std::string scenario = std::string(kFast) +
                               "[[device.fault]]\nat = 3000\nkind = \"drop\"\nframes = 3\n"
                               "[[device.fault]]\nat = 5000\nkind = \"stall\"\nseconds = 0.1";
  const int allocations = allocations_in_callbacks();
  const ProbeResult first = run(plan_for(scenario));
  const ProbeResult second = run(plan_for(scenario));
  REQUIRE_FALSE(first.error);
  CHECK(first.timing->entered == second.timing->entered);
  CHECK(first.recording->input == second.recording->input);
  CHECK(allocations_in_callbacks() == allocations);
}
