// Whole runs of the probe: a music program's life with the driver, on Virtual devices.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "driver_support.h"
#include "probe/live_frame.h"
#include "probe/position_code.h"
#include "probe/session.h"

using namespace flexlab;
using namespace flexlab::test;
using namespace flexlab::probe;

namespace {

ProbePlan plan_for(const std::string& scenario, const std::string& config = "") {
  return {.configText = "backend = \"Virtual\"\n" + config,
          .scenario = ScenarioSource{.name = "test.toml", .text = scenario},
          .seconds = 0.2,
          .playback = {.signal = PositionSignal{.seed = 77}}};
}

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

/// What somebody sees who looks at a run.
class Frame {
 public:
  explicit Frame(Session& session) : session_(session) { read(); }
  void read() { size_ = session_.write_live(bytes_); }
  [[nodiscard]] std::size_t size() const { return size_; }
  double operator[](live::Field field) const { return at<double>(8 * static_cast<std::size_t>(field)); }
  [[nodiscard]] double interval(std::size_t i) const { return at<std::uint32_t>(kCallbacksAt + 4 * i) & 0xFFFF; }
  struct Column {
    double least;
    double greatest;
  };
  [[nodiscard]] Column column(std::size_t i) const {
    return {.least = static_cast<double>(at<std::int16_t>(kColumnsAt + 4 * i)),
            .greatest = static_cast<double>(at<std::int16_t>(kColumnsAt + 4 * i + 2))};
  }
  [[nodiscard]] double sample(std::size_t i) const {
    return at<std::int16_t>(kSamplesAt + 2 * i) * (*this)[live::Field::BlockScale] / 32767;
  }
  [[nodiscard]] double peak(std::size_t channel) const { return at<std::int16_t>(kLevelsAt + 4 * channel); }
  [[nodiscard]] double rms(std::size_t channel) const { return at<std::int16_t>(kLevelsAt + 4 * channel + 2); }
  [[nodiscard]] int clips(std::size_t channel) const {
    const double channels = (*this)[live::Field::Inputs] + (*this)[live::Field::Outputs];
    return at<std::uint8_t>(kLevelsAt + 4 * static_cast<std::size_t>(channels) + channel);
  }

 private:
  static constexpr std::size_t kCallbacksAt = 8 * live::kFieldCount;
  static constexpr std::size_t kColumnsAt = kCallbacksAt + 4 * live::kCallbacks;
  static constexpr std::size_t kSamplesAt = kColumnsAt + 4 * live::kColumns;
  static constexpr std::size_t kLevelsAt = kSamplesAt + 2 * live::kPiece;

  template <typename Value>
  [[nodiscard]] Value at(std::size_t offset) const {
    Value value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }

  Session& session_;
  std::vector<std::byte> bytes_ = std::vector<std::byte>(live::kMostBytes);
  std::size_t size_ = 0;
};

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

TEST_CASE("a run without end is watched and cancelled") {
  ProbePlan plan = plan_for("[[device]]", "bufferSizeSamples = 480");
  plan.seconds.reset();
  plan.playback.signal = SineSignal{.frequencyHz = 440, .amplitude = 0.25};
  Session session(plan);
  session.look_at(LiveView{.isInput = true, .channel = 1});
  Frame frame(session);
  CHECK(frame[live::Field::Stage] == 0);
  CHECK(frame[live::Field::Inputs] == 0);
  CHECK(std::isnan(frame[live::Field::SampleRate]));
  ProbeResult result;
  CHECK_FALSE(session.stream());
  std::thread thread([&] { result = session.run(); });
  CHECK(eventually([&] {
    frame.read();
    return frame[live::Field::Stage] == 1 && frame[live::Field::BufferSwitches] > 150;
  }));
  CHECK(session.stream()->backend == "Virtual");
  CHECK(frame[live::Field::SampleRate] == 48000);
  CHECK(frame[live::Field::BufferFrames] == 480);
  CHECK(frame[live::Field::Inputs] == 2);
  CHECK(frame[live::Field::Outputs] == 2);
  CHECK(frame[live::Field::ReportedFrames] == 960);
  CHECK(std::isnan(frame[live::Field::MeasuredFrames]));
  CHECK(frame[live::Field::QueuedInputFrames] == doctest::Approx(480));
  CHECK(frame[live::Field::QueuedOutputFrames] > 0);
  for (std::size_t channel = 0; channel < 4; ++channel) {
    CHECK(frame.peak(channel) == doctest::Approx(-1204).epsilon(0.01));
    CHECK(frame.rms(channel) == doctest::Approx(-1505).epsilon(0.01));
    CHECK(frame.clips(channel) == 0);
  }
  CHECK(frame[live::Field::Channel] == 1);
  CHECK(frame.column(live::kColumns - 2).greatest == doctest::Approx(8192).epsilon(0.01));
  CHECK(frame.column(live::kColumns - 2).least == doctest::Approx(-8192).epsilon(0.01));
  CHECK(frame[live::Field::Intervals] >= 150);
  CHECK(frame.interval(live::kCallbacks - 1) > 0);
  CHECK(frame.size() == live::kMostBytes - (2 * live::kChannels - 4) * 5);
  session.cancel();
  thread.join();
  CHECK(result.cancelled);
  CHECK_FALSE(result.error);
  CHECK_FALSE(result.recording);
  CHECK(result.counters.bufferSwitches > 5);
  frame.read();
  CHECK(frame[live::Field::Stage] == 2);
}

TEST_CASE("four pieces make one stretch of the channel's samples, whatever channel is looked at") {
  ProbePlan plan = plan_for("[[device]]\ninputs = 2\noutputs = 3", "bufferSizeSamples = 480");
  plan.seconds.reset();
  plan.playback = {.signal = PositionSignal{.seed = 77, .amplitude = 0.25}};
  Session session(plan);
  std::thread thread([&] { CHECK(session.run().cancelled); });
  Frame frame(session);
  for (const std::uint32_t output : {2U, 0U}) {
    session.look_at(LiveView{.isInput = false, .channel = output});
    std::vector<double> block;
    REQUIRE(eventually([&] {
      frame.read();
      if (frame[live::Field::Piece] == 0) block.clear();
      if (!std::isnan(frame[live::Field::Piece]) && block.size() == frame[live::Field::Piece] * live::kPiece) {
        for (std::size_t i = 0; i < live::kPiece; ++i) block.push_back(frame.sample(i));
      }
      return frame[live::Field::Channel] == 2 + output && block.size() == live::kBlock;
    }));
    // Somewhere in the code of that channel, and then all of it.
    const PositionCode code(77, output, 24);
    std::size_t begin = 0;
    const auto fits = [&](std::size_t from, std::size_t i) {
      return std::abs(block[i] - code.sample(from + i) / 2) < 1e-4;
    };
    while (begin < 480000 && !(fits(begin, 0) && fits(begin, 1) && fits(begin, 2))) ++begin;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < block.size(); ++i) wrong += fits(begin, i) ? 0 : 1;
    CHECK(wrong == 0);
  }
  session.look_at(std::nullopt);
  frame.read();
  CHECK(std::isnan(frame[live::Field::Channel]));
  CHECK(std::isnan(frame[live::Field::Piece]));
  session.cancel();
  thread.join();
}

TEST_CASE("the way round is measured while the stream runs, and every fault is counted when it happens") {
  ProbePlan plan = plan_for(
      "[[device]]\ndelayFrames = 1234\ngainDb = -12.0\ninvert = true\n"
      "[[device.fault]]\nat = 30000\nkind = \"drop\"\nframes = 3\n"
      "[[device.fault]]\nat = 36000\nkind = \"zero\"\nframes = 16\nchannel = 0\n"
      "[[device.fault]]\nat = 42000\nkind = \"insert\"\nframes = 100\n",
      "bufferSizeSamples = 480");
  plan.seconds.reset();
  plan.playback = {.signal = PositionSignal{.seed = 77, .amplitude = 0.1}, .fadeFrames = 960};
  Session session(plan);
  std::thread thread([&] { CHECK(session.run().cancelled); });
  Frame frame(session);
  const auto reaches = [&](double glitches, double roundTrip) {
    return eventually([&] {
      frame.read();
      return frame[live::Field::Glitches] == glitches && frame[live::Field::MeasuredFrames] == roundTrip;
    });
  };
  CHECK(reaches(0, 1234));
  CHECK(reaches(1, 1231));
  CHECK(frame[live::Field::LastGlitchSeconds] == doctest::Approx(30000.0 / 48000));
  CHECK(reaches(2, 1231));
  CHECK(frame[live::Field::LastGlitchSeconds] == doctest::Approx(36000.0 / 48000));
  CHECK(reaches(3, 1331));
  session.cancel();
  thread.join();
  frame.read();
  CHECK(frame[live::Field::Glitches] == 3);
}

TEST_CASE("a cancelled recording keeps what it has") {
  ProbePlan plan = plan_for("[[device]]", "bufferSizeSamples = 480");
  plan.seconds = 60;
  Session session(plan);
  std::thread thread([&] {
    REQUIRE(eventually([&] { return session.stream().has_value(); }));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
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
