// The probe with a driver that is not ours: what such drivers may answer, and who counts the frames.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "probe/position_code.h"
#include "probe/session.h"
#include "probe_support.h"

using namespace flexlab;
using namespace flexlab::test;
using namespace flexlab::probe;
namespace abi = flexlab::driver::abi;

namespace {

constexpr std::int32_t kFrames = 64;
constexpr std::size_t kLag = 2;  ///< buffers from the output to the input

struct Answers {
  abi::Bool init = abi::kYes;
  std::int32_t inputs = 1;
  std::int32_t outputs = 1;
  double sampleRate = 48000;
  std::int32_t least = kFrames;
  std::int32_t most = kFrames;
  abi::Error create = abi::Error::Ok;
  bool givesMemory = true;
  bool calls = true;
  std::uint64_t mostCalls = ~0ULL;
  bool tellsTime = false;
  abi::Error position = abi::Error::PositionNotAdvancing;
};

/// Plays into its own input, kLag buffers later, and says of its position what it likes.
class OtherDriver final : public TestedDriver {
 public:
  OtherDriver(Answers answers, std::vector<std::string>& log) : answers_(answers), log_(log) {}
  ~OtherDriver() override {
    leave();
    log_.emplace_back("gone");
  }

  abi::Bool init() override { return answers_.init; }
  abi::Error getChannels(std::int32_t* inputs, std::int32_t* outputs) override {
    *inputs = answers_.inputs;
    *outputs = answers_.outputs;
    return abi::Error::Ok;
  }
  abi::Error getLatencies(std::int32_t* input, std::int32_t* output) override {
    *input = *output = -7;
    return abi::Error::Ok;
  }
  abi::Error getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                           std::int32_t* granularity) override {
    *min = answers_.least;
    *max = answers_.most;
    *preferred = answers_.most;
    *granularity = 0;
    return abi::Error::Ok;
  }
  abi::Error canSampleRate(double) override { return abi::Error::NoClock; }
  abi::Error getSampleRate(double* rate) override {
    *rate = answers_.sampleRate;
    return abi::Error::Ok;
  }
  abi::Error setSampleRate(double) override { return abi::Error::NoClock; }
  abi::Error createBuffers(abi::BufferInfo* infos, std::int32_t channels, std::int32_t frames,
                           const abi::Callbacks* callbacks) override {
    if (answers_.create != abi::Error::Ok) return answers_.create;
    callbacks_ = callbacks;
    for (std::int32_t i = 0; i < channels; ++i) {
      for (int half = 0; half < 2; ++half) {
        auto& memory = memory_.emplace_back(std::make_unique<float[]>(static_cast<std::size_t>(frames)));
        infos[i].buffers[half] = answers_.givesMemory ? memory.get() : nullptr;
      }
    }
    return abi::Error::Ok;
  }
  abi::Error start() override {
    log_.emplace_back("start");
    if (answers_.calls) thread_ = std::thread([this] { call(); });
    return abi::Error::Ok;
  }
  abi::Error stop() override {
    leave();
    log_.emplace_back("stop");
    return abi::Error::Ok;
  }
  abi::Error disposeBuffers() override {
    log_.emplace_back("dispose");
    return abi::Error::Ok;
  }
  abi::Error getSamplePosition(abi::Samples* position, abi::TimeStamp*) override {
    *position = abi::to_wide(4711);
    return answers_.position;
  }
  abi::Error outputReady() override { return abi::Error::NotPresent; }

  [[nodiscard]] audio::Failure failure(const char* code, const char* message) const override {
    return {.code = code, .message = std::string(message) + " (the driver's words)"};
  }
  [[nodiscard]] DriverIdentity identity() const override { return {.name = "Other", .version = 3}; }
  [[nodiscard]] driver::Facts facts() override {
    const auto side = [](std::int32_t channels) {
      return driver::SideFacts{.device = "Other", .channels = channels, .sampleType = audio::SampleType::Float32};
    };
    return {.backend = "ASIO", .exclusive = {}, .input = side(answers_.inputs), .output = side(answers_.outputs)};
  }

 private:
  void call() {
    std::vector<std::vector<float>> line(kLag, std::vector<float>(kFrames, 0.0F));
    for (std::uint64_t number = 0; !leave_.load() && number < answers_.mostCalls; ++number) {
      const std::size_t half = number % 2;
      std::copy(line.front().begin(), line.front().end(), memory_[half].get());
      line.erase(line.begin());
      if (answers_.tellsTime) {
        abi::Time time{};
        time.timeInfo.samplePosition = abi::to_wide(4711);
        callbacks_->bufferSwitchTimeInfo(&time, static_cast<std::int32_t>(half), abi::kYes);
      } else {
        callbacks_->bufferSwitch(static_cast<std::int32_t>(half), abi::kYes);
      }
      const float* played = memory_[2 + half].get();
      line.emplace_back(played, played + kFrames);
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
  }
  void leave() {
    leave_.store(true);
    if (thread_.joinable()) thread_.join();
  }

  const Answers answers_;
  std::vector<std::string>& log_;
  const abi::Callbacks* callbacks_ = nullptr;
  std::vector<std::unique_ptr<float[]>> memory_;
  std::atomic<bool> leave_{false};
  std::thread thread_;
};

struct Outcome {
  ProbeResult result;
  std::vector<std::string> log;
};

Outcome run(Answers answers, std::function<void(ProbePlan&)> change = {}) {
  ProbePlan plan{.asio = AsioTarget{.name = "Other", .clsid = "{}"},
                 .seconds = 0.05,
                 .playback = {.signal = PositionSignal{.seed = 77}}};
  if (change) change(plan);
  Outcome outcome;
  Session session(std::move(plan), [&](const ProbePlan& asked) {
    CHECK(asked.asio->name == "Other");
    return std::make_unique<OtherDriver>(answers, outcome.log);
  });
  outcome.result = session.run();
  return outcome;
}

std::string refusal(Answers answers, std::function<void(ProbePlan&)> change = {}) {
  const Outcome outcome = run(answers, std::move(change));
  REQUIRE(outcome.result.error);
  CHECK(outcome.log.back() == "gone");
  CHECK(outcome.result.error->table.empty());
  return outcome.result.error->code + ": " + outcome.result.error->message;
}

}  // namespace

TEST_CASE("frames of a driver of another make are counted, whatever it says of its position") {
  for (const bool tellsTime : {false, true}) {
    for (const abi::Error position : {abi::Error::Ok, abi::Error::PositionNotAdvancing}) {
      CAPTURE(tellsTime);
      const auto [result, log] = run({.tellsTime = tellsTime, .position = position});
      REQUIRE_FALSE(result.error);
      CHECK(result.stream->driverName == "Other");
      CHECK(result.stream->driverVersion == 3);
      CHECK(result.stream->backend == "ASIO");
      CHECK(result.stream->reportedInputFrames == -7);
      CHECK(result.timing->position.front() == 0);
      CHECK(result.timing->position.at(1) == kFrames);
      const auto& samples = std::get<std::vector<float>>(result.recording->input.at(0));
      REQUIRE(samples.size() == 2400);
      const PositionCode code(77, 0, 24);
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < samples.size(); ++i) {
        wrong += samples[i] != (i < kLag * kFrames ? 0 : code.sample(i - kLag * kFrames));
      }
      CHECK(wrong == 0);
      CHECK(log == std::vector<std::string>{"start", "stop", "dispose", "gone"});
    }
  }
}

TEST_CASE("what a driver of another make refuses is told in its own words") {
  CHECK(refusal({.init = abi::kNo}) == "open-failed: The driver did not start. (the driver's words)");
  CHECK(refusal({.create = abi::Error::HardwareMalfunction}) ==
        "open-failed: The devices did not open. (the driver's words)");
  CHECK(refusal({}, [](ProbePlan& plan) { plan.sampleRate = 44100; }) ==
        "sample-rate-not-supported: The sample rate is not possible. (the driver's words)");
}

TEST_CASE("answers that no host can work with are told, not computed with") {
  const std::string says = "open-failed: The driver \"Other\" answers what no host can work with: ";
  CHECK(refusal({.inputs = -1}) == says + "-1 inputs, 1 outputs.");
  CHECK(refusal({.inputs = 0, .outputs = 0}) == says + "0 inputs, 0 outputs.");
  CHECK(refusal({.outputs = 100000}) == says + "1 inputs, 100000 outputs.");
  CHECK(refusal({.sampleRate = 0}) == says + "a sample rate of 0 Hz.");
  CHECK(refusal({.sampleRate = std::nan("")}) == says + "a sample rate of nan Hz.");
  CHECK(refusal({.least = 0}) == says + "buffers of 0 to 64 frames.");
  CHECK(refusal({.least = 128}) == says + "buffers of 128 to 64 frames.");
  CHECK(refusal({.givesMemory = false}) ==
        "open-failed: The driver \"Other\" gives no memory for a channel's buffers.");
  CHECK(refusal({}, [](ProbePlan& plan) { plan.bufferFrames = 100; }) ==
        "buffer-size-not-supported: A buffer of 100 frames is not possible; the driver takes only 64 at 48000 Hz.");
}

TEST_CASE("a driver of another make that does not call, or no more, is not waited for") {
  CHECK(refusal({.calls = false}) == "device-lost: The driver \"Other\" was started but never called for sound.");
  CHECK(refusal({.mostCalls = 3}) ==
        "device-lost: The driver \"Other\" stopped calling for sound while it was tested.");
}
