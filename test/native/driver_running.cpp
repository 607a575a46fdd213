// What one callback does, without PortAudio: buffers, positions, the two output paths.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <thread>
#include <vector>

#include "audio/clock.h"
#include "driver/buffers.h"
#include "driver/refusal.h"
#include "driver/running.h"
#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using driver::OutputPath;
using driver::OutputReady;

namespace {

driver::Plan plan_of(int inputs, int outputs, audio::SampleType type = audio::SampleType::Float32) {
  driver::Plan plan;
  if (inputs > 0) plan.input = driver::PlannedSide{.channels = inputs, .sampleType = type};
  if (outputs > 0) plan.output = driver::PlannedSide{.channels = outputs, .sampleType = type};
  return plan;
}

/// A sample rate at which a buffer lasts so long that no callback is late, however busy the machine.
constexpr double kUnhurried = 0.1;

/// One input and one output channel of floats, driven by hand.
struct Bench {
  explicit Bench(std::int32_t bufferFrames = 4, double sampleRate = 48000, std::uint64_t firstPosition = 0)
      : frames(bufferFrames),
        rate(sampleRate),
        first(firstPosition),
        infos(infos_for(1, 1)),
        buffers(plan_of(1, 1), infos, bufferFrames),
        input(static_cast<std::size_t>(bufferFrames)),
        output(static_cast<std::size_t>(bufferFrames)) {}

  void start() {
    host.emplace(FakeHost::callbacks());
    running.emplace(*host, buffers, live,
                    driver::Running::Setup{.sampleRate = rate, .frames = frames, .firstPosition = first});
  }
  /// One callback whose input is all `in`. Answers the output's first sample.
  float call(float in, PaStreamCallbackFlags flags = 0) {
    std::fill(input.begin(), input.end(), in);
    std::fill(output.begin(), output.end(), -99.0F);
    const void* inputs[] = {input.data()};
    void* outputs[] = {output.data()};
    running->process(inputs, outputs, static_cast<unsigned long>(frames), flags);
    for (const float sample : output) CHECK(sample == output[0]);
    return output[0];
  }
  /// What Driver::outputReady does.
  void say_ready() {
    live.outputReadyCalls.fetch_add(1);
    OutputReady unseen = OutputReady::Unseen;
    if (live.outputReady.compare_exchange_strong(unseen, OutputReady::Seen)) live.check_told_path();
  }
  void write(int half, float value) { std::fill_n(floats(infos[1], half), frames, value); }

  std::int32_t frames;
  double rate;
  std::uint64_t first;
  FakeHost fake;
  driver::LiveState live;
  std::vector<abi::BufferInfo> infos;
  driver::Buffers buffers;
  std::optional<driver::Host> host;
  std::optional<driver::Running> running;
  std::vector<float> input;
  std::vector<float> output;
};

}  // namespace

TEST_CASE("a host that says outputReady: what it writes goes out in the same callback") {
  Bench bench;
  std::vector<std::uint64_t> positions;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t position) {
    positions.push_back(position);
    CHECK(half == static_cast<int>(positions.size() + 1) % 2);
    bench.write(half, floats(bench.infos[0], half)[0] + 100);
    bench.say_ready();
  };
  SUBCASE("known before start") { bench.say_ready(); }
  SUBCASE("first said in the first bufferSwitch") {}
  bench.start();
  for (int i = 0; i < 6; ++i) CHECK(bench.call(static_cast<float>(i)) == static_cast<float>(i + 100));
  CHECK(positions == std::vector<std::uint64_t>{0, 4, 8, 12, 16, 20});
  CHECK(bench.live.expected_path() == OutputPath::Direct);
  CHECK(bench.live.counters.missedOutputReady == 0);
}

TEST_CASE("a host that never says outputReady: one buffer later, after what it put into half 1 before") {
  Bench bench;
  bench.write(1, 55);
  std::uint64_t expected = 0;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t position) {
    CHECK(position == expected);
    expected += 4;
    bench.write(half, floats(bench.infos[0], half)[0] + 100);
  };
  bench.start();
  CHECK(bench.call(0) == 55);
  for (int i = 1; i < 6; ++i) CHECK(bench.call(static_cast<float>(i)) == static_cast<float>(i + 99));
  CHECK(bench.live.expected_path() == OutputPath::Late);
}

TEST_CASE("a host may still write into a half until the next bufferSwitch returns") {
  Bench bench;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t) { bench.write(1 - half, 7); };
  bench.start();
  CHECK(bench.call(0) == 7);
  CHECK(bench.call(0) == 7);
}

TEST_CASE("outputReady may come late from another thread") {
  Bench bench(48000);  // a buffer lasts a second, so there is half a second of patience
  bench.say_ready();
  std::vector<std::thread> threads;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t position) {
    threads.emplace_back([&bench, half, position] {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      bench.write(half, static_cast<float>(position) + 1);
      bench.say_ready();
    });
  };
  bench.start();
  for (int i = 0; i < 3; ++i) CHECK(bench.call(0) == static_cast<float>(i * 48000 + 1));
  for (std::thread& thread : threads) thread.join();
  CHECK(bench.live.counters.missedOutputReady == 0);
  CHECK(bench.live.expected_path() == OutputPath::Direct);
}

TEST_CASE("a host that stops saying outputReady costs half a buffer once, then goes out one buffer later") {
  Bench bench(480);  // 10 ms
  bench.say_ready();
  bool says = true;
  float written = 0;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t) {
    bench.write(half, ++written);
    if (says) bench.say_ready();
  };
  bench.start();
  bench.live.toldPath = OutputPath::Direct;  // as getLatencies would
  CHECK(bench.call(0) == 1);
  CHECK(bench.call(0) == 2);
  says = false;
  const std::int64_t begun = audio::real_now();
  CHECK(bench.call(0) == 0);  // 3 is not ready, 2 is out already
  CHECK(audio::real_now() - begun >= 5'000'000);
  CHECK(bench.live.counters.missedOutputReady == 1);
  CHECK((bench.live.notices & driver::notice::kLatenciesChanged) != 0);
  CHECK(bench.call(0) == 3);
  CHECK(bench.call(0) == 4);
  CHECK(bench.live.counters.missedOutputReady == 1);
  CHECK(bench.live.outputReady == OutputReady::Broken);

  SUBCASE("also in its next run, even if it calls again") {
    says = true;
    bench.running.reset();
    bench.write(1, 77);
    bench.running.emplace(*bench.host, bench.buffers, bench.live,
                          driver::Running::Setup{.sampleRate = 48000, .frames = 480});
    CHECK(bench.call(0) == 77);
    CHECK(bench.call(0) == 6);
  }
}

TEST_CASE("a host that called outputReady only to try it plays what it filled before the start") {
  Bench bench(48);
  bench.say_ready();
  bench.write(1, 55);
  float written = 0;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t) { bench.write(half, ++written); };
  bench.start();
  CHECK(bench.call(0) == 55);
  CHECK(bench.call(0) == 1);
  CHECK(bench.call(0) == 2);
}

TEST_CASE("the host hears of it when the first outputReady changes what getLatencies told") {
  Bench bench(4, kUnhurried);
  bench.fake.onSwitch = [&](std::int32_t, std::uint64_t) { bench.say_ready(); };
  bench.start();
  SUBCASE("told") {
    bench.live.toldPath = OutputPath::Late;
    bench.call(0);
    CHECK((bench.live.notices & driver::notice::kLatenciesChanged) != 0);
  }
  SUBCASE("never asked") {
    bench.call(0);
    CHECK(bench.live.notices == 0);
  }
}

TEST_CASE("sample position and time stay right for days") {
  Bench bench(256, 48000, (std::uint64_t{1} << 32) - 256);
  std::vector<std::uint64_t> positions;
  bench.fake.onSwitch = [&](std::int32_t, std::uint64_t position) {
    positions.push_back(position);
    CHECK(bench.live.clock.get().position == position);
  };
  bench.start();
  CHECK(bench.live.clock.get().position == (std::uint64_t{1} << 32) - 256);
  for (int i = 0; i < 3; ++i) bench.call(0);
  CHECK(positions == std::vector<std::uint64_t>{4294967040U, 4294967296U, 4294967552U});
  CHECK(bench.fake.lastTime.samplePosition.hi == 1);
  CHECK(bench.fake.lastTime.samplePosition.lo == 256);
}

TEST_CASE("time info says what it is sure of") {
  Bench bench(256, 44100);
  bench.start();
  const auto before = static_cast<std::uint64_t>(audio::now());
  bench.call(0);
  CHECK(bench.fake.lastTime.flags == 7);  // time, position, rate
  CHECK(bench.fake.lastTime.sampleRate == 44100);
  CHECK(abi::from_wide(bench.fake.lastTime.systemTime) >= before);
  CHECK(abi::from_wide(bench.fake.lastTime.systemTime) <= static_cast<std::uint64_t>(audio::now()));
}

TEST_CASE("an old host without time info gets plain bufferSwitch") {
  Bench bench;
  int plain = 0;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t position) {
    CHECK(position == 0);
    CHECK(half == plain++ % 2);
  };
  SUBCASE("it does not know the message") { bench.fake.supports.clear(); }
  SUBCASE("it has no message callback") {
    abi::Callbacks callbacks = FakeHost::callbacks();
    callbacks.message = nullptr;
    bench.host.emplace(callbacks);
    bench.running.emplace(*bench.host, bench.buffers, bench.live,
                          driver::Running::Setup{.sampleRate = 48000, .frames = 4});
    bench.call(0);
    bench.call(0);
    CHECK(plain == 2);
    return;
  }
  bench.start();
  bench.call(0);
  bench.call(0);
  CHECK(plain == 2);
  CHECK(bench.live.clock.get().position == 4);
}

TEST_CASE("callbacks that are not for the host give silence") {
  Bench bench;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t) {
    bench.write(half, 1);
    bench.say_ready();
  };
  bench.start();
  CHECK(bench.call(0, paPrimingOutput) == 0);
  CHECK(bench.fake.switches == 0);
  CHECK(bench.call(0) == 1);
  bench.frames = 3;  // PortAudio promised four
  bench.input.resize(3);
  bench.output.resize(3);
  CHECK(bench.call(0) == 0);
  CHECK(bench.live.counters.unexpectedCallbacks == 1);
  bench.frames = 4;
  bench.input.resize(4);
  bench.output.resize(4);
  bench.running->finish();
  CHECK(bench.call(0) == 0);
  CHECK(bench.fake.switches == 1);
}

TEST_CASE("input that PortAudio does not have is silence") {
  Bench bench;
  float heard = -1;
  bench.fake.onSwitch = [&](std::int32_t half, std::uint64_t) { heard = floats(bench.infos[0], half)[3]; };
  bench.start();
  bench.call(5);
  CHECK(heard == 5);
  bench.running->process(nullptr, nullptr, 4, 0);
  CHECK(heard == 0);
}

TEST_CASE("over- and underruns are counted, and the damaging ones told") {
  Bench bench(4, kUnhurried);
  bench.start();
  bench.call(0, paInputUnderflow | paOutputOverflow);
  CHECK(bench.live.notices == 0);
  bench.call(0, paInputOverflow);
  CHECK(bench.live.notices == driver::notice::kOverload);
  bench.call(0, paOutputUnderflow);
  const driver::Counters& counters = bench.live.counters;
  CHECK(counters.inputUnderflows == 1);
  CHECK(counters.inputOverflows == 1);
  CHECK(counters.outputUnderflows == 1);
  CHECK(counters.outputOverflows == 1);
  CHECK(counters.bufferSwitches == 3);
}

TEST_CASE("a host that takes longer than the buffer lasts is overloaded") {
  Bench bench(48);  // 1 ms
  bench.fake.onSwitch = [](std::int32_t, std::uint64_t) { std::this_thread::sleep_for(std::chrono::milliseconds(3)); };
  bench.start();
  bench.call(0);
  CHECK(bench.live.counters.lateCallbacks == 1);
  CHECK(bench.live.notices == driver::notice::kOverload);
}

TEST_CASE("denormal numbers count as zero in the callback, and again as themselves after it") {
  Bench bench;
  const volatile float tiny = std::numeric_limits<float>::denorm_min() * 8;
  float inside = 1;
  bench.fake.onSwitch = [&](std::int32_t, std::uint64_t) { inside = tiny * 0.5F; };
  bench.start();
  bench.call(0);
  CHECK(inside == 0);
  CHECK(tiny * 0.5F != 0);
}

TEST_CASE("every sample type crosses unchanged, for the channels asked for only") {
  for (const audio::SampleType type : audio::kSampleTypes) {
    CAPTURE(audio::name_of(type));
    constexpr std::size_t frames = 5;
    const std::size_t bytes = frames * audio::bytes_of(type);
    std::vector<abi::BufferInfo> infos = {{.isInput = abi::kNo, .channel = 2, .buffers = {}},
                                          {.isInput = abi::kYes, .channel = 1, .buffers = {}}};
    const driver::Buffers buffers(plan_of(2, 3, type), infos, frames);
    std::vector<std::vector<unsigned char>> in(2), out(3, std::vector<unsigned char>(bytes, 0xEE));
    for (std::size_t channel = 0; channel < 2; ++channel) {
      for (std::size_t i = 0; i < bytes; ++i) in[channel].push_back(static_cast<unsigned char>(17 * i + channel));
    }
    const void* inputs[] = {in[0].data(), in[1].data()};
    void* outputs[] = {out[0].data(), out[1].data(), out[2].data()};
    for (int half = 0; half < 2; ++half) {
      buffers.take_input(half, inputs);
      CHECK(std::memcmp(infos[1].buffers[half], in[1].data(), bytes) == 0);
      std::memcpy(infos[0].buffers[half], infos[1].buffers[half], bytes);
      buffers.give_output(half, outputs);
      CHECK(out[2] == in[1]);
      CHECK(out[0] == std::vector<unsigned char>(bytes, 0));
      CHECK(out[1] == out[0]);
    }
    CHECK(buffers.is_active(true, 1));
    CHECK_FALSE(buffers.is_active(true, 0));
    CHECK(infos[0].buffers[0] != infos[0].buffers[1]);
    CHECK(reinterpret_cast<std::uintptr_t>(infos[0].buffers[0]) % 64 == 0);
  }
}

TEST_CASE("channels that do not exist or come twice are refused") {
  const auto refuses = [](std::vector<abi::BufferInfo> infos) {
    try {
      const driver::Buffers buffers(plan_of(2, 0), infos, 16);
    } catch (const driver::Refusal& refusal) {
      return refusal.error() == abi::Error::InvalidParameter;
    }
    return false;
  };
  CHECK(refuses({{.isInput = abi::kYes, .channel = 2, .buffers = {}}}));
  CHECK(refuses({{.isInput = abi::kYes, .channel = -1, .buffers = {}}}));
  CHECK(refuses({{.isInput = abi::kNo, .channel = 0, .buffers = {}}}));
  CHECK(refuses(
      {{.isInput = abi::kYes, .channel = 0, .buffers = {}}, {.isInput = abi::kYes, .channel = 0, .buffers = {}}}));
  CHECK_FALSE(refuses(
      {{.isInput = abi::kYes, .channel = 1, .buffers = {}}, {.isInput = abi::kYes, .channel = 0, .buffers = {}}}));
}

TEST_CASE("a sample clock is never read half written") {
  driver::SampleClock clock;
  std::atomic<bool> finished{false};
  std::thread writer([&] {
    for (std::uint64_t i = 0; i < 200000; ++i)
      clock.set({.position = i * 0x100000001U, .nanoseconds = static_cast<std::int64_t>(i)});
    finished = true;
  });
  bool whole = true;
  while (!finished) {
    const driver::SampleClock::Reading reading = clock.get();
    whole = whole && reading.position == static_cast<std::uint64_t>(reading.nanoseconds) * 0x100000001U;
  }
  writer.join();
  CHECK(whole);
}
