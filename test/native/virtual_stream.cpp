// The Virtual host API through real PortAudio calls.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "audio/error.h"
#include "virtual_support.h"

using namespace flexlab;
using namespace flexlab::test;
using audio::SampleType;

namespace {

/// Input frame n is exactly output frame n - delay, silence before.
void check_exact(const Run& result, std::int64_t delay) {
  for (std::size_t channel = 0; channel < result.input.size(); ++channel) {
    std::size_t wrong = 0;
    for (std::size_t n = 0; n < result.input[channel].size(); ++n) {
      const std::int64_t from = static_cast<std::int64_t>(n) - delay;
      const double expected = from < 0 ? 0.0 : coded(static_cast<int>(channel), from);
      if (result.input[channel][n] != expected) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

std::string code_of_opening(const RunSettings& settings, std::string* host = nullptr) {
  try {
    run(settings);
  } catch (const audio::Error& error) {
    if (host != nullptr) *host = error.host;
    CHECK_FALSE(error.message.empty());
    CHECK_FALSE(error.hint.empty());
    return error.code + (error.table.empty() ? "" : " " + error.table) + (error.key.empty() ? "" : "." + error.key);
  }
  return "opened";
}

}  // namespace

TEST_CASE("the built-in device comes back bit for bit after exactly its delay, whatever the block size") {
  for (const unsigned long frames : {1UL, 7UL, 64UL, 480UL, 960UL}) {
    CAPTURE(frames);
    const Run result = run({.scenario = fast_device(), .frames = frames, .length = 5000});
    check_exact(result, 960);
    CHECK(result.inputLatency == doctest::Approx(0.01));
    CHECK(result.outputLatency == doctest::Approx(0.01));
  }
}

TEST_CASE("without delayFrames a period longer than the usual delay is held too") {
  check_exact(run({.scenario = fast_device(), .frames = 2048, .length = 20480}), 2048);
}

TEST_CASE("a host period unlike the callback's keeps the delay and groups the callbacks") {
  const Run result = run({.scenario = fast_device("period = 480\ndelayFrames = 777"), .frames = 64, .length = 9600});
  check_exact(result, 777);
  // Several callbacks at one moment, and moments whole periods of 10 ms apart.
  std::set<std::int64_t> moments(result.entered.begin(), result.entered.end());
  CHECK(moments.size() == 20);
  for (const std::int64_t moment : moments) CHECK((moment - result.startedAt) % 10'000'000 == 0);
}

TEST_CASE("every pair of sample types is exact where the coarser one can be") {
  for (const SampleType input : audio::kSampleTypes) {
    for (const SampleType output : audio::kSampleTypes) {
      CAPTURE(audio::name_of(input));
      CAPTURE(audio::name_of(output));
      check_exact(run({.scenario = fast_device(), .length = 4800, .inputType = input, .outputType = output}), 960);
    }
  }
}

TEST_CASE("all 32 bits of an Int32 path are kept") {
  const auto fine = [](int channel, std::int64_t n) {
    return coded(channel, n) + static_cast<double>(n % 65536) * 0x1p-31;
  };
  const Run result = run({.scenario = fast_device(),
                          .length = 9600,
                          .inputType = SampleType::Int32,
                          .outputType = SampleType::Int32,
                          .signal = fine});
  for (std::size_t n = 960; n < 9600; ++n) {
    REQUIRE(result.input[0][n] == fine(0, static_cast<std::int64_t>(n) - 960));
  }
}

TEST_CASE("interleaved buffers work too") {
  virtual_device::set_scenario("test.toml", fast_device("delayFrames = 100"));
  const audio::Library library;
  virtual_device::reset_scenario();
  const auto backends = library.backends();
  const PaStreamParameters side{.device = find_backend(backends, "Virtual")->devices[0].index,
                                .channelCount = 2,
                                .sampleFormat = paInt16,
                                .suggestedLatency = 0,
                                .hostApiSpecificStreamInfo = nullptr};
  struct State {
    std::vector<std::int16_t> heard;
    std::int16_t next = 0;
  } state;
  const auto callback = [](const void* in, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                           PaStreamCallbackFlags, void* data) -> int {
    auto& self = *static_cast<State*>(data);
    const auto* input = static_cast<const std::int16_t*>(in);
    self.heard.insert(self.heard.end(), input, input + frames * 2);
    for (unsigned long i = 0; i < frames * 2; ++i) static_cast<std::int16_t*>(out)[i] = ++self.next;
    return self.heard.size() >= 800 ? paComplete : paContinue;
  };
  PaStream* stream = nullptr;
  REQUIRE(Pa_OpenStream(&stream, &side, &side, 48000, 50, paNoFlag, callback, &state) == paNoError);
  REQUIRE(Pa_StartStream(stream) == paNoError);
  while (Pa_IsStreamActive(stream) == 1) Pa_Sleep(1);
  Pa_CloseStream(stream);
  for (std::size_t i = 0; i < 800; ++i) CHECK(state.heard[i] == (i < 200 ? 0 : static_cast<int>(i) - 199));
}

TEST_CASE("what a device does not take is refused with the side and key that ask for it") {
  const std::string device = fast_device("rates = [48000]\nformats = [\"Int16\"]\ninputs = 1\noutputs = 2\n");
  const RunSettings good{
      .scenario = device, .inputs = 1, .inputType = SampleType::Int16, .outputType = SampleType::Int16};
  CHECK(code_of_opening(good) == "opened");
  auto changed = good;
  changed.rate = 44100;
  CHECK(code_of_opening(changed) == "sample-rate-not-supported");
  changed = good;
  changed.inputs = 2;
  CHECK(code_of_opening(changed) == "channel-count-not-supported input.channels");
  changed = good;
  changed.outputs = 3;
  CHECK(code_of_opening(changed) == "channel-count-not-supported output.channels");
  changed = good;
  changed.outputType = SampleType::Float32;
  CHECK(code_of_opening(changed) == "sample-type-not-supported output.sampleType");
}

TEST_CASE("a device can refuse to open, in its own words") {
  std::string host;
  CHECK(code_of_opening({.scenario = fast_device("[device.open]\nrefuse = \"the cable is cut\"")}, &host) ==
        "host-error");
  CHECK(host.find("the cable is cut") != std::string::npos);
}

TEST_CASE("a delay below one period is refused with the number that would do") {
  std::string host;
  CHECK(code_of_opening({.scenario = fast_device("delayFrames = 479"), .frames = 480}, &host) == "host-error");
  CHECK(host.find("at least 480") != std::string::npos);
  CHECK(code_of_opening({.scenario = fast_device("delayFrames = 480"), .frames = 480}) == "opened");
  CHECK(code_of_opening({.scenario = fast_device("delayFrames = 480.5"), .frames = 480}, &host) == "host-error");
  CHECK(host.find("at least 512") != std::string::npos);
  const std::string drop = "delayFrames = 500\n[[device.fault]]\nat = 10\nkind = \"drop\"\nframes = ";
  CHECK(code_of_opening({.scenario = fast_device(drop + "20"), .frames = 480}) == "opened");
  CHECK(code_of_opening({.scenario = fast_device(drop + "21"), .frames = 480}, &host) == "host-error");
  CHECK(host.find("at least 501") != std::string::npos);
}

TEST_CASE("an exclusive device takes one stream at a time") {
  virtual_device::set_scenario("test.toml", fast_device("exclusive = true"));
  const audio::Library library;
  virtual_device::reset_scenario();
  const auto backends = library.backends();
  audio::StreamSettings settings;
  settings.output = audio::StreamSide{.device = find_backend(backends, "Virtual")->devices[0].index, .channels = 2};
  settings.sampleRate = 48000;
  settings.framesPerBuffer = 64;
  settings.callback = [](const void*, void*, unsigned long, const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags,
                         void*) -> int { return paContinue; };
  {
    const audio::Stream first(settings);
    try {
      const audio::Stream second(settings);
      FAIL("a second stream opened");
    } catch (const audio::Error& error) {
      CHECK(error.code == "device-busy");
      CHECK(error.table == "output");
    }
  }
  const audio::Stream again(settings);
  CHECK_FALSE(audio::find_obstacle(settings).has_value());
}

TEST_CASE("claimed latencies are told as scripted, however absurd, and do not change the path") {
  const Run result = run({.scenario = fast_device("claimedInputLatency = -1e30\nclaimedOutputLatency = nan")});
  CHECK(result.inputLatency == -1e30);
  CHECK(std::isnan(result.outputLatency));
  check_exact(result, 960);
}

TEST_CASE("claims and marks are seen in the device list") {
  virtual_device::set_scenario("test.toml", R"(
    [[device]]
    name = "Same"
    inputs = 1
    outputs = 0
    isDefault = false
    [[device]]
    name = "Same"
    inputs = 1
    outputs = 0
    claimedInputLatency = 0.5
    [[device]]
    name = "Out"
    inputs = 0
    outputs = 4
    rates = [96000]
    delayFrames = 4800
  )");
  const audio::Library library;
  virtual_device::reset_scenario();
  const auto backends = library.backends();
  const auto& devices = find_backend(backends, "Virtual")->devices;
  CHECK(backends.back().name == "Virtual");
  REQUIRE(devices.size() == 3);
  CHECK(devices[0].id == "Virtual|Same|1|0|0");
  CHECK(devices[1].id == "Virtual|Same|1|0|1");
  CHECK_FALSE(devices[0].isDefaultInput);
  CHECK(devices[1].isDefaultInput);
  CHECK_FALSE(devices[1].isDefaultOutput);
  CHECK(devices[2].isDefaultOutput);
  CHECK(devices[1].lowInputLatency == 0.5);
  CHECK(devices[2].lowOutputLatency == doctest::Approx(0.025));
  CHECK(devices[2].defaultSampleRate == 96000);
}

TEST_CASE("nothing of one device's output is heard at another's input") {
  Runner runner({.scenario = "clock = \"fast\"\n[[device]]\nname = \"A\"\n[[device]]\nname = \"B\"\ndelayFrames = 1"});
  const Run result = runner.go(0, 1);
  for (const auto& channel : result.input) {
    CHECK(std::ranges::count(channel, 0.0) == static_cast<std::ptrdiff_t>(channel.size()));
  }
}

TEST_CASE("one direction alone runs") {
  CHECK(run({.scenario = fast_device(), .outputs = 0}).input[0].size() == 9600);
  CHECK(run({.scenario = fast_device(), .inputs = 0}).entered.size() == 20);
}

TEST_CASE("clock fast: simulated time goes one period per callback and two runs are equal") {
  const std::string scenario = fast_device("noiseDbfs = -40\ndriftPpm = 50\ndelayFrames = 2000.25\nquantizeBits = 20");
  const Run first = run({.scenario = scenario, .length = 48000});
  const Run second = run({.scenario = scenario, .length = 48000});
  CHECK(first.input == second.input);
  REQUIRE(first.entered.size() == second.entered.size());
  for (std::size_t i = 0; i < first.entered.size(); ++i) {
    CHECK(first.entered[i] - first.startedAt == static_cast<std::int64_t>(i + 1) * 10'000'000);
    CHECK(second.entered[i] - second.startedAt == static_cast<std::int64_t>(i + 1) * 10'000'000);
  }
}

TEST_CASE("a stall makes the buffer with its frame late by exactly its length, and no sample is lost") {
  const Run result =
      run({.scenario = fast_device("[[device.fault]]\nat = 1000\nkind = \"stall\"\nseconds = 0.5"), .length = 4800});
  check_exact(result, 960);
  for (std::size_t i = 1; i < result.entered.size(); ++i) {
    const bool isLate = result.positions[i] == 960;
    CHECK(result.entered[i] - result.entered[i - 1] == 10'000'000 + (isLate ? 500'000'000 : 0));
  }
}

TEST_CASE("a device that vanishes ends the stream before the buffer with that frame") {
  const Run result = run({.scenario = fast_device("[[device.fault]]\nat = 1500\nkind = \"vanish\""), .length = 4800});
  CHECK(result.finishedByItself);
  CHECK(result.input[0].size() == 1440);
}

TEST_CASE("a stream can be started again and begins anew") {
  virtual_device::set_scenario("test.toml",
                               fast_device("delayFrames = 100\n[[device.fault]]\nat = 300\nkind = \"vanish\""));
  const audio::Library library;
  virtual_device::reset_scenario();
  const auto backends = library.backends();
  std::atomic<int> callbacks{0};
  audio::StreamSettings settings;
  settings.input = audio::StreamSide{.device = find_backend(backends, "Virtual")->devices[0].index, .channels = 2};
  settings.output = settings.input;
  settings.sampleRate = 48000;
  settings.framesPerBuffer = 100;
  settings.userData = &callbacks;
  settings.callback = [](const void* in, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                         PaStreamCallbackFlags, void* data) -> int {
    auto& count = *static_cast<std::atomic<int>*>(data);
    const float heard = count % 3 == 0 ? 0.0F : 1.0F;  // silence until the delay is over, nothing of the round before
    for (unsigned long i = 0; i < frames; ++i) {
      CHECK(static_cast<const float* const*>(in)[0][i] == heard);
      static_cast<float* const*>(out)[0][i] = 1.0F;
    }
    ++count;
    return paContinue;
  };
  audio::Stream stream(settings);
  CHECK_FALSE(stream.active());
  for (int round = 1; round <= 3; ++round) {
    stream.start();
    while (stream.active()) Pa_Sleep(1);
    stream.stop();
    stream.stop();
    CHECK(callbacks == 3 * round);
  }
}

TEST_CASE("clock real keeps its speed") {
  const auto begin = audio::real_now();
  const Run result = run({.scenario = "[[device]]\njitterMs = 1", .frames = 256, .length = 24000});
  const double seconds = static_cast<double>(audio::real_now() - begin) / 1e9;
  CHECK(seconds > 0.499);
  CHECK(seconds < 5.0);
  check_exact(result, 960);
  for (std::size_t i = 0; i < result.entered.size(); ++i) {
    CHECK(result.entered[i] - result.startedAt >= static_cast<std::int64_t>(i + 1) * 256 * 1'000'000 / 48);
  }
}

TEST_CASE("a stop that hangs hangs that long, and one that does not comes at once although callbacks are far apart") {
  for (const double hang : {0.0, 0.3}) {
    virtual_device::set_scenario(
        "test.toml",
        "[[device]]\nperiod = 480000\ndelayFrames = 480000\n[device.open]\nstopHangSeconds = " + std::to_string(hang));
    const audio::Library library;
    virtual_device::reset_scenario();
    const auto backends = library.backends();
    audio::StreamSettings settings;
    settings.output = audio::StreamSide{.device = find_backend(backends, "Virtual")->devices[0].index, .channels = 2};
    settings.sampleRate = 48000;
    settings.framesPerBuffer = 480000;
    settings.callback = [](const void*, void*, unsigned long, const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags,
                           void*) -> int { return paContinue; };
    audio::Stream stream(settings);
    stream.start();
    const auto begin = audio::real_now();
    stream.stop();
    const double seconds = static_cast<double>(audio::real_now() - begin) / 1e9;
    CHECK(seconds >= hang);
    CHECK(seconds < hang + 5);
  }
}

TEST_CASE("an open that hangs hangs that long, then opens") {
  const auto begin = audio::real_now();
  run({.scenario = fast_device("[device.open]\nhangSeconds = 0.2")});
  CHECK(audio::real_now() - begin >= 200'000'000);
}

TEST_CASE("the clock never runs backwards when a simulation ends") {
  std::int64_t last = audio::now();
  {
    audio::SimulatedClock clock;
    CHECK(audio::now() == audio::now());
    clock.advance(10'000'000'000);
    CHECK(audio::now() >= last + 10'000'000'000);
    last = audio::now();
    audio::SimulatedClock other;
    other.advance(1'000'000'000);
    CHECK(audio::now() == last);
  }
  CHECK(audio::now() >= last);
  CHECK(audio::now() < last + 5'000'000'000);
}
