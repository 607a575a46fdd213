// What comes in packets now and then, as an unbroken stream: against a source whose truth is known.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <vector>

#include "audio/packet_pump.h"
#include "driver/clock_bridge.h"

using namespace flexlab;
using audio::Packet;
using audio::PacketSource;

namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr int kPerMillisecond = 48;

/// The sample of a frame that a source plays: its number, of channel c by 0.25 higher. Exact as a float.
float sample(std::int64_t frame, int channel) {
  return static_cast<float>(frame) + 0.25F * static_cast<float>(channel);
}

/// Packets by hand.
class FakeSource final : public PacketSource {
 public:
  explicit FakeSource(audio::SampleType type = audio::SampleType::Float32) {
    format_ = {.channels = 3, .sampleType = type, .sampleRate = 48000, .latency = 0.01, .period = 10 * kMillisecond};
  }
  /// Numbered frames from `first` on.
  void add(std::int64_t first, int frames, bool afterGap = false, std::int64_t age = 0) {
    std::vector<float> samples;
    for (int frame = 0; frame < frames; ++frame) {
      for (int channel = 0; channel < 3; ++channel) samples.push_back(sample(first + frame, channel));
    }
    add(std::as_bytes(std::span(samples)), frames, afterGap, age);
  }
  void add(std::span<const std::byte> bytes, int frames, bool afterGap = false, std::int64_t age = 0) {
    waiting_.push_back({.bytes = {bytes.begin(), bytes.end()}, .frames = frames, .afterGap = afterGap, .age = age});
  }
  void lose() { lost_ = true; }

  [[nodiscard]] const audio::PacketFormat& format() const noexcept override { return format_; }
  void start() override {}
  void stop() noexcept override {}
  [[nodiscard]] Answer next(Packet& packet) noexcept override {
    CHECK_FALSE(held_);
    if (waiting_.empty()) return lost_ ? Answer::Lost : Answer::Nothing;
    const Waiting& first = waiting_.front();
    packet = {.samples = first.bytes.empty() ? nullptr : first.bytes.data(),
              .frames = static_cast<std::uint32_t>(first.frames),
              .afterGap = first.afterGap,
              .age = first.age};
    held_ = true;
    return Answer::Packet;
  }
  void release() noexcept override {
    held_ = false;
    waiting_.pop_front();
  }

 private:
  struct Waiting {
    std::vector<std::byte> bytes;
    int frames = 0;
    bool afterGap = false;
    std::int64_t age = 0;
  };
  audio::PacketFormat format_;
  std::deque<Waiting> waiting_;
  bool held_ = false;
  bool lost_ = false;
};

/// Keeps all that comes; whether time and frames agree.
struct Heard final : audio::CaptureListener {
  void captured(const void* const* channels, unsigned long frames, std::int64_t time,
                PaStreamCallbackFlags heard) noexcept override {
    for (unsigned long i = 0; i < frames; ++i) {
      left.push_back(static_cast<const float*>(channels[0])[i]);
      right.push_back(static_cast<const float*>(channels[1])[i]);
    }
    overflows += (heard & paInputOverflow) != 0;
    lastTime = time;
    const double due = static_cast<double>(time) * 48000e-9;
    mostAhead = std::max(mostAhead, static_cast<double>(left.size()) - due);
    mostBehind = std::max(mostBehind, due - static_cast<double>(left.size()));
  }
  void capture_lost() noexcept override {}
  std::vector<float> left;
  std::vector<float> right;
  int overflows = 0;
  std::int64_t lastTime = 0;
  double mostAhead = 0;  // frames that came before their time
  double mostBehind = 0;
};

struct Bench {
  FakeSource source;
  audio::PacketPump pump{source.format(), 2, audio::SampleType::Float32};
  Heard heard;
  std::int64_t now = 0;  // milliseconds
  Bench() { pump.begin(0); }
  void poll(std::int64_t milliseconds) {
    now = milliseconds;
    CHECK(pump.pump(source, heard, now * kMillisecond));
  }
  /// The last frame that is no silence.
  [[nodiscard]] float last() const {
    const auto found = std::find_if(heard.left.rbegin(), heard.left.rend(), [](float value) { return value != 0; });
    return found == heard.left.rend() ? 0 : *found;
  }
};

}  // namespace

TEST_CASE("packets that follow one another go on sample by sample, with the first channels") {
  Bench bench;
  std::int64_t frame = 1;
  for (int packet = 1; packet <= 300; ++packet) {
    bench.source.add(frame, 480);
    frame += 480;
    // Found up to 3 ms after it was there, as polling does.
    bench.poll(10 * packet + packet % 4);
  }
  const auto begin = std::find(bench.heard.left.begin(), bench.heard.left.end(), 1.0F);
  REQUIRE(begin != bench.heard.left.end());
  CHECK(std::all_of(bench.heard.left.begin(), begin, [](float value) { return value == 0; }));
  CHECK(begin - bench.heard.left.begin() <= 3 * kPerMillisecond);
  const auto at = static_cast<std::size_t>(begin - bench.heard.left.begin());
  bool same = bench.heard.left.size() - at == 300 * 480;
  for (std::size_t i = at; i < bench.heard.left.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i - at) + 1;
    same = same && bench.heard.left[i] == sample(number, 0) && bench.heard.right[i] == sample(number, 1);
  }
  CHECK(same);
  CHECK(bench.heard.overflows == 0);
}

TEST_CASE("while nothing plays there is silence, at the pace of the clock") {
  Bench bench;
  for (int time = 0; time <= 60'000; time += 3) bench.poll(time);
  CHECK(bench.heard.left.size() == (60'000 - 20) * kPerMillisecond);
  CHECK(bench.last() == 0);
  CHECK(bench.heard.mostAhead < 1.5);
  CHECK(bench.heard.mostBehind < 1.5);
  CHECK(bench.pump.hold() == 20 * kMillisecond);
}

TEST_CASE("a sound after a pause is whole, at its time, and no glitch") {
  Bench bench;
  std::int64_t frame = 1;
  const auto play = [&](std::int64_t from, int packets) {
    for (int packet = 0; packet < packets; ++packet) {
      bench.source.add(frame, 480, packet == 0);
      frame += 480;
      bench.poll(from + 10 * packet);
    }
  };
  play(10, 50);
  for (int time = 503; time <= 3000; time += 3) bench.poll(time);
  play(3002, 50);
  // All frames of the first sound, then silence, then all of the second.
  std::vector<float> sound;
  std::copy_if(bench.heard.left.begin(), bench.heard.left.end(), std::back_inserter(sound),
               [](float value) { return value != 0; });
  REQUIRE(sound.size() == 100 * 480);
  CHECK(std::adjacent_find(sound.begin(), sound.end(), [](float a, float b) { return b != a + 1; }) == sound.end());
  const auto second = std::find(bench.heard.left.begin(), bench.heard.left.end(), sample(1 + 50 * 480, 0));
  // It was complete at 3002 ms, so it began ten before.
  CHECK(std::abs(second - bench.heard.left.begin() - 2992 * kPerMillisecond) <= 2);
  CHECK(bench.heard.overflows == 0);
  CHECK(bench.heard.mostAhead < 3 * kPerMillisecond);
}

TEST_CASE("packets that were late do not make the stream longer than time") {
  for (const bool together : {true, false}) {
    CAPTURE(together);
    Bench bench;
    std::int64_t frame = 1;
    std::int64_t time = 0;
    for (int round = 0; round < 100; ++round) {
      for (int packet = 0; packet < 5; ++packet) {
        bench.source.add(frame, 480);
        frame += 480;
        bench.poll(time += 10);
      }
      // A source that stands still for 50 ms, and brings then what it owes.
      for (int wait = 0; wait < 45; wait += 3) bench.poll(time + wait);
      for (int packet = 0; packet < 5; ++packet) {
        bench.source.add(frame, 480, false, together ? (4 - packet) * 10 * kMillisecond : 0);
        frame += 480;
        if (!together) bench.poll(time + 46 + packet);
      }
      bench.poll(time += 50);
    }
    CHECK(std::abs(static_cast<double>(bench.heard.left.size()) - static_cast<double>(time * kPerMillisecond)) <=
          20 * kPerMillisecond);
    CHECK(bench.heard.mostAhead < 15 * kPerMillisecond);
    CHECK(bench.last() > static_cast<float>(frame - 1000));
  }
}

TEST_CASE("packets as late as some before are waited for, and none of them is lost") {
  for (const bool together : {true, false}) {
    CAPTURE(together);
    Bench bench;
    std::int64_t frame = 1;
    std::int64_t time = 0;
    // A source that brings every tenth of a second what it owes.
    const auto play = [&](int rounds) {
      for (int round = 0; round < rounds; ++round) {
        for (int wait = 0; wait < 100; wait += 3) bench.poll(time + wait);
        for (int packet = 0; packet < 10; ++packet) {
          bench.source.add(frame, 480, false, together ? (9 - packet) * 10 * kMillisecond : 0);
          frame += 480;
          if (!together) bench.poll(time + 100);
        }
        bench.poll(time += 100);
      }
    };
    play(20);
    CHECK(bench.heard.overflows > 0);
    CHECK(bench.heard.overflows <= 12);
    CHECK(bench.pump.hold() <= 110 * kMillisecond);
    const std::size_t begin = bench.heard.left.size();
    play(20);
    bool whole = bench.heard.left.size() == begin + 20 * 4800;
    for (std::size_t i = begin + 1; i < bench.heard.left.size(); ++i) {
      whole = whole && bench.heard.left[i] == bench.heard.left[i - 1] + 1;
    }
    CHECK(whole);
  }
}

TEST_CASE("what a source lost is told, and silence stands in its place") {
  Bench bench;
  bench.source.add(1, 480);
  bench.poll(10);
  bench.source.add(481, 480);
  bench.poll(20);
  // 5 ms are lost.
  bench.source.add(961, 480, true);
  bench.poll(35);
  CHECK(bench.heard.overflows == 1);
  const auto after = std::find(bench.heard.left.begin(), bench.heard.left.end(), sample(961, 0));
  CHECK(std::abs(after - bench.heard.left.begin() - 25 * kPerMillisecond) <= 1);
}

TEST_CASE("a machine that slept does not get an hour of silence to hear") {
  Bench bench;
  bench.source.add(1, 480);
  bench.poll(10);
  bench.poll(3'600'000);
  CHECK(bench.heard.left.size() < 48000);
  for (int time = 3'600'003; time < 3'601'000; time += 3) bench.poll(time);
  CHECK(bench.heard.left.size() < 2 * 48000);
  CHECK(bench.heard.overflows == 1);
}

TEST_CASE("packets of silence, and a source that is lost") {
  Bench bench;
  bench.source.add(std::span<const std::byte>(), 480);
  bench.poll(10);
  CHECK(bench.heard.left.size() == 480);
  CHECK(bench.last() == 0);
  bench.source.lose();
  CHECK_FALSE(bench.pump.pump(bench.source, bench.heard, 20 * kMillisecond));
}

TEST_CASE("samples of other types are converted") {
  const std::int16_t samples[] = {16384, -32768, 7, 8192, 1, 9};  // two frames of three channels
  FakeSource source(audio::SampleType::Int16);
  source.add(std::as_bytes(std::span(samples)), 2, true, 0);
  audio::PacketPump pump(source.format(), 2, audio::SampleType::Float32);
  Heard heard;
  pump.begin(0);
  CHECK(pump.pump(source, heard, kMillisecond));
  REQUIRE(heard.left.size() >= 2);
  CHECK(heard.left[heard.left.size() - 2] == 0.5F);
  CHECK(heard.left.back() == 0.25F);
  CHECK(heard.right[heard.right.size() - 2] == -1.0F);
  CHECK(heard.right.back() == 1.0F / 32768);
}

namespace {

/// A device that plays what is given to it, and whose loopback the pump hears: one clock for both, packets of 10 ms.
struct OneDevice {
  explicit OneDevice(double hostRate, std::int32_t frames)
      : rate(hostRate),
        block(frames),
        bridge({.channels = 1,
                .sampleRate = 48000,
                .burstFrames = static_cast<std::int32_t>(pump.hold() * 48 / kMillisecond)},
               hostRate, frames, driver::Clocks::One) {
    bridge.reset();
    pump.begin(0);
  }
  /// The host's next block; packets that are complete by then were found before it.
  driver::ClockBridge::Block take() {
    const std::int64_t now = std::llround(static_cast<double>(++blocks) * block / rate * 1e9);
    for (; polled + 3 * kMillisecond <= now; polled += 3 * kMillisecond) {
      while (packets * 10 * kMillisecond <= polled) {
        if (packets > 0) source.add((packets - 1) * 480 + lost, 480);
        ++packets;
      }
      CHECK(pump.pump(source, bridge, polled));
    }
    return bridge.take(now);
  }
  double rate;
  std::int32_t block;
  FakeSource source;
  audio::PacketPump pump{source.format(), 1, audio::SampleType::Float32};
  driver::ClockBridge bridge;
  std::int64_t blocks = 0;
  std::int64_t polled = 0;
  std::int64_t packets = 0;
  std::int64_t lost = 0;
};

}  // namespace

TEST_CASE("on one clock, samples come back as they were, for ever at the same distance") {
  OneDevice device(48000, 64);
  std::int64_t expected = -1;
  int silent = 0;
  bool same = true;
  for (int number = 0; number < 60 * 750; ++number) {
    const auto got = device.take();
    REQUIRE(got.flags == 0);
    const auto* samples = static_cast<const float*>(got.channels[0]);
    if (expected < 0 && samples[63] == 0) {
      ++silent;
      continue;
    }
    if (expected < 0) {
      expected = std::llround(samples[63]) - 63;
      // What is told: how old the last frame is, to how much polling is off.
      const double age = static_cast<double>(device.blocks * 64) - static_cast<double>(expected + 64);
      CHECK(std::abs(age - device.bridge.latency()) <= 4 * kPerMillisecond);
      continue;
    }
    expected += 64;
    for (int i = 0; i < 64; ++i) same = same && samples[i] == sample(expected + i, 0);
  }
  CHECK(same);
  CHECK(silent < 25);
}

TEST_CASE("on one clock at another rate nothing is followed: the speed is the rates'") {
  OneDevice device(44100, 441);
  double last = -1;
  double worst = 0;
  for (int number = 0; number < 3000; ++number) {
    const auto got = device.take();
    REQUIRE(got.flags == 0);
    const auto* samples = static_cast<const float*>(got.channels[0]);
    if (number < 50) continue;
    // A ramp is interpolated as a ramp.
    const double first = samples[200];
    if (last >= 0) worst = std::max(worst, std::abs(first - last - 480));
    last = first;
  }
  // As exact as a float is there.
  CHECK(worst < 1);
}

TEST_CASE("on one clock, a distance that became another for good is told, and begins anew") {
  OneDevice device(48000, 480);
  for (int number = 0; number < 200; ++number) REQUIRE(device.take().flags == 0);
  // The output stood still for 30 ms, while the device went on.
  for (int missed = 0; missed < 3; ++missed) ++device.blocks;
  int overflows = 0;
  for (int number = 0; number < 300; ++number) {
    if ((device.take().flags & paInputOverflow) != 0) ++overflows;
  }
  CHECK(overflows == 1);
  const auto* samples = static_cast<const float*>(device.take().channels[0]);
  const double age = static_cast<double>(device.blocks * 480) - static_cast<double>(samples[479] + 1);
  CHECK(std::abs(age - device.bridge.latency()) <= 4 * kPerMillisecond);
}
