// Loopback devices: their names, and a source that has to be asked as a source of input.
#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "audio/capture_stream.h"
#include "audio/loopback.h"
#include "audio/loopback_devices.h"
#include "audio/polled_capture.h"
#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using audio::PolledCapture;

namespace {

/// What happened to a source, to be looked at after it is gone.
struct Story {
  std::atomic<int> opened{0};
  std::atomic<int> closed{0};
  std::atomic<int> started{0};
  std::atomic<int> stopped{0};
  std::atomic<bool> refuseStart{false};
  std::atomic<bool> failStart{false};
  std::atomic<bool> lost{false};
  std::thread::id thread;
  std::atomic<bool> otherThread{false};
};

/// Two channels of ones, a packet of 10 frames whenever it is asked.
class Ones final : public audio::PacketSource {
 public:
  explicit Ones(Story& story) : story_(story) {
    ++story.opened;
    story.thread = std::this_thread::get_id();
  }
  ~Ones() override {
    look();
    ++story_.closed;
  }
  [[nodiscard]] const audio::PacketFormat& format() const noexcept override { return format_; }
  void start() override {
    look();
    if (story_.refuseStart) throw audio::Error({.code = "device-busy", .message = "Busy."});
    if (story_.failStart) throw std::runtime_error("Not foreseen.");
    ++story_.started;
  }
  void stop() noexcept override {
    look();
    ++story_.stopped;
  }
  [[nodiscard]] Answer next(audio::Packet& packet) noexcept override {
    look();
    if (story_.lost) return Answer::Lost;
    if (std::exchange(given_, !given_)) return Answer::Nothing;
    packet = {.samples = samples_.data(), .frames = 10};
    return Answer::Packet;
  }
  void release() noexcept override {}

 private:
  void look() noexcept {
    if (std::this_thread::get_id() != story_.thread) story_.otherThread = true;
  }
  Story& story_;
  bool given_ = false;
  std::vector<float> samples_ = std::vector<float>(20, 1.0F);
  audio::PacketFormat format_{.channels = 2, .sampleRate = 48000, .latency = 0.005, .period = 10'000'000};
};

PolledCapture::Setup setup(Story& story, int channels = 2) {
  return {.open = [&story] { return std::make_unique<Ones>(story); }, .channels = channels, .blockSeconds = 0.01};
}

struct Listener final : audio::CaptureListener {
  void captured(const void* const* channels, unsigned long frames, std::int64_t,
                PaStreamCallbackFlags) noexcept override {
    if (static_cast<const float*>(channels[1])[frames - 1] == 1) ++blocks;
  }
  void capture_lost() noexcept override { ++losses; }
  std::atomic<int> blocks{0};
  std::atomic<int> losses{0};
};

audio::Device output(const std::string& name, int channels, int ordinal = 0) {
  return {.backend = "Windows WASAPI",
          .name = name,
          .id = "Windows WASAPI|" + name + "|0|" + std::to_string(channels) + '|' + std::to_string(ordinal),
          .outputChannels = channels,
          .defaultSampleRate = 44100,
          .lowOutputLatency = 0.003,
          .highOutputLatency = 0.01,
          .isDefaultOutput = true,
          .index = 7 + ordinal,
          .channelMask = 3};
}

}  // namespace

TEST_CASE("every output has a loopback that is an input of its name with a mark") {
  std::vector<audio::Device> devices = {output("Speakers (USB Audio)", 2),
                                        {.backend = "Windows WASAPI", .name = "Microphone", .inputChannels = 1}};
  audio::add_loopbacks(devices,
                       [](const audio::Device&) { return audio::MixFormat{.channels = 6, .sampleRate = 48000}; });
  REQUIRE(devices.size() == 3);
  const audio::Device& loopback = devices.back();
  CHECK(loopback.name == "Speakers (USB Audio) [Loopback]");
  CHECK(loopback.id == "Windows WASAPI|Speakers (USB Audio) [Loopback]|6|0|0");
  CHECK(loopback.isLoopback);
  CHECK(loopback.inputChannels == 6);
  CHECK(loopback.outputChannels == 0);
  CHECK(loopback.defaultSampleRate == 48000);
  CHECK(loopback.lowInputLatency == 0.003);
  CHECK(loopback.highInputLatency == 0.01);
  CHECK_FALSE(loopback.isDefaultInput);
  CHECK_FALSE(loopback.isDefaultOutput);
  CHECK(loopback.index == 7);
  CHECK_FALSE(devices.front().isLoopback);
}

TEST_CASE("outputs of one name have loopbacks of one name, told apart by their ids") {
  std::vector<audio::Device> devices = {output("HDMI", 2), output("HDMI", 2, 1)};
  audio::add_loopbacks(devices,
                       [](const audio::Device&) { return audio::MixFormat{.channels = 2, .sampleRate = 48000}; });
  REQUIRE(devices.size() == 4);
  CHECK(devices[2].name == devices[3].name);
  CHECK(devices[2].id != devices[3].id);
}

TEST_CASE("no loopback where Windows mixes nothing, or where PortAudio lists them itself") {
  std::vector<audio::Device> devices = {output("Speakers", 2)};
  audio::add_loopbacks(devices, [](const audio::Device&) { return audio::MixFormat{}; });
  CHECK(devices.size() == 1);
  devices.push_back({.name = "Speakers [Loopback]", .inputChannels = 2});
  audio::add_loopbacks(devices,
                       [](const audio::Device&) { return audio::MixFormat{.channels = 2, .sampleRate = 48000}; });
  CHECK(devices.size() == 2);
}

TEST_CASE("a polled source lives on one thread from begin to end, and starts and stops as it is told") {
  Story story;
  Listener listener;
  {
    PolledCapture capture(setup(story));
    CHECK(capture.format().channels == 2);
    CHECK(capture.format().sampleRate == 48000);
    // Its own latency and the host's block; what it waits for packets is the burst.
    CHECK(capture.format().latency == doctest::Approx(0.015));
    CHECK(capture.format().burstFrames == 960);
    capture.stop();  // does nothing
    for (int round = 0; round < 20; ++round) {
      listener.blocks = 0;
      capture.start(listener);
      CHECK(eventually([&] { return listener.blocks > 2; }));
      capture.stop();
      const int blocks = listener.blocks;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      CHECK(listener.blocks == blocks);
    }
    capture.start(listener);  // and is destroyed while it runs
  }
  CHECK(story.opened == 1);
  CHECK(story.closed == 1);
  CHECK(story.started == 21);
  CHECK(story.stopped == 21);
  CHECK_FALSE(story.otherThread);
  CHECK(listener.losses == 0);
}

TEST_CASE("a polled source that does not open or start says why, and can be tried again") {
  const auto code = [](auto body) {
    try {
      body();
    } catch (const audio::Error& error) {
      return error.code;
    }
    return std::string();
  };
  CHECK(code([] {
          PolledCapture capture({.open = []() -> std::unique_ptr<audio::PacketSource> {
                                   throw audio::Error({.code = "device-not-found", .message = "Gone."});
                                 },
                                 .channels = 2});
        }) == "device-not-found");
  Story story;
  CHECK(code([&] { PolledCapture capture(setup(story, 3)); }) == "channel-count-not-supported");
  CHECK(story.closed == 1);
  story.refuseStart = true;
  PolledCapture capture(setup(story));
  Listener listener;
  CHECK(code([&] { capture.start(listener); }) == "device-busy");
  story.refuseStart = false;
  capture.start(listener);
  CHECK(eventually([&] { return listener.blocks > 2; }));
}

TEST_CASE("a polled source that fails in a way of its own ends its thread, and nobody waits for that for ever") {
  Story story;
  story.failStart = true;
  Listener listener;
  {
    PolledCapture capture(setup(story));
    CHECK_THROWS_AS(capture.start(listener), audio::Error);
    CHECK(story.closed == 1);
    CHECK_THROWS_AS(capture.start(listener), audio::Error);
    capture.stop();
  }
  CHECK(listener.blocks == 0);
}

TEST_CASE("a polled source that is lost is told of once, and stops") {
  Story story;
  Listener listener;
  PolledCapture capture(setup(story));
  capture.start(listener);
  CHECK(eventually([&] { return listener.blocks > 2; }));
  story.lost = true;
  CHECK(eventually([&] { return listener.losses == 1; }));
  const int blocks = listener.blocks;
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(listener.blocks == blocks);
  CHECK(listener.losses == 1);
  capture.stop();
  CHECK(story.stopped == 1);
}

TEST_CASE("an input by itself calls back with blocks of one size, and ends when it is lost") {
  struct Calls {
    std::atomic<int> blocks{0};
    std::atomic<int> wrong{0};
    std::atomic<bool> finished{false};
  };
  Story story;
  Calls calls;
  audio::CaptureStream stream(
      {.source = std::make_unique<PolledCapture>(setup(story)),
       .frames = 7,
       .callback = [](const void* input, void* output, unsigned long frames, const PaStreamCallbackTimeInfo*,
                      PaStreamCallbackFlags, void* data) -> int {
         auto& seen = *static_cast<Calls*>(data);
         if (output != nullptr || frames != 7) ++seen.wrong;
         const auto* const* channels = static_cast<const float* const*>(input);
         // Silence until the first packet, whose frames are ones.
         for (int i = 0; i < 7; ++i) {
           if (channels[0][i] != channels[1][i] || (channels[0][i] != 0 && channels[0][i] != 1)) ++seen.wrong;
         }
         ++seen.blocks;
         return paContinue;
       },
       .finished = [](void* data) { static_cast<Calls*>(data)->finished = true; },
       .userData = &calls});
  CHECK(stream.input_latency() == doctest::Approx(0.015));
  CHECK(stream.output_latency() == 0);
  stream.start();
  CHECK(eventually([&] { return calls.blocks > 10; }));
  CHECK_FALSE(calls.finished);
  story.lost = true;
  CHECK(eventually([&] { return calls.finished.load(); }));
  stream.stop();
  CHECK(calls.wrong == 0);
}

#ifndef _WIN32
TEST_CASE("where there is no WASAPI, a loopback device says so") {
  try {
    (void)audio::open_loopback(
        {.device = audio::loopback_of(output("Speakers", 2), {.channels = 2, .sampleRate = 48000}),
         .channels = 2,
         .sampleRate = 48000,
         .blockSeconds = 0.01});
    FAIL("it opened");
  } catch (const audio::Error& error) {
    CHECK(error.code == "loopback-not-available");
    CHECK(error.table == "input");
    CHECK(error.message.size() <= 123);
  }
}
#endif
