// What is seen of a run while it goes on, on Virtual devices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include "driver_support.h"
#include "probe/live_frame.h"
#include "probe/session.h"
#include "probe_support.h"

using namespace flexlab;
using namespace flexlab::test;
using namespace flexlab::probe;

namespace {

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
  [[nodiscard]] double band(std::size_t i) const { return at<std::int16_t>(kBandsAt + 2 * i); }
  [[nodiscard]] double peak(std::size_t channel) const { return at<std::int16_t>(kLevelsAt + 4 * channel); }
  [[nodiscard]] double rms(std::size_t channel) const { return at<std::int16_t>(kLevelsAt + 4 * channel + 2); }
  [[nodiscard]] int clips(std::size_t channel) const {
    const double channels = (*this)[live::Field::Inputs] + (*this)[live::Field::Outputs];
    return at<std::uint8_t>(kLevelsAt + 4 * static_cast<std::size_t>(channels) + channel);
  }

 private:
  static constexpr std::size_t kCallbacksAt = 8 * live::kFieldCount;
  static constexpr std::size_t kColumnsAt = kCallbacksAt + 4 * live::kCallbacks;
  static constexpr std::size_t kBandsAt = kColumnsAt + 4 * live::kColumns;
  static constexpr std::size_t kLevelsAt = kBandsAt + 2 * spectrum::kBands;

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

}  // namespace

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
  CHECK(frame.interval(149) > 0);
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

TEST_CASE("the spectrum is that of the channel that is looked at") {
  ProbePlan plan = plan_for("[[device]]\ninputs = 2\noutputs = 3", "bufferSizeSamples = 480");
  plan.seconds.reset();
  plan.playback.signal = SineSignal{.frequencyHz = 1000, .amplitude = 0.1};
  plan.playback.channels = ChannelSet{.all = false, .some = {}};
  plan.playback.channels.some.set(2);
  Session session(plan);
  std::thread thread([&] { CHECK(session.run().cancelled); });
  Frame frame(session);
  const auto shows = [&](std::uint32_t output) {
    session.look_at(LiveView{.isInput = false, .channel = output});
    return eventually([&] {
      frame.read();
      return frame[live::Field::Channel] == 2 + output && !std::isnan(frame[live::Field::SpectrumEnd]);
    });
  };
  // Until the tone has begun.
  REQUIRE(eventually([&] {
    frame.read();
    return frame[live::Field::Seconds] > 0.2;
  }));
  REQUIRE(shows(2));
  CHECK(frame[live::Field::StrongestLine] == doctest::Approx(1000.0 * spectrum::kBlock / 48000).epsilon(1e-4));
  CHECK(frame[live::Field::StrongestDecibels] == doctest::Approx(-20).epsilon(0.002));
  double most = frame.band(0);
  for (std::size_t i = 1; i < spectrum::kBands; ++i) most = std::max(most, frame.band(i));
  // A third of the way from one line to the next.
  CHECK(most == doctest::Approx(-2037).epsilon(0.001));
  REQUIRE(shows(0));
  CHECK(std::isnan(frame[live::Field::StrongestLine]));
  CHECK(frame.band(spectrum::kBands / 2) == -32768);
  session.look_at(std::nullopt);
  frame.read();
  CHECK(std::isnan(frame[live::Field::Channel]));
  CHECK(std::isnan(frame[live::Field::SpectrumEnd]));
  session.cancel();
  thread.join();
}

TEST_CASE("the way round is measured while the stream runs, and every fault is counted when it happens") {
  // A second from one fault to the next, so that each count is seen on a busy machine too.
  ProbePlan plan = plan_for(
      "[[device]]\ndelayFrames = 1234\ngainDb = -12.0\ninvert = true\n"
      "[[device.fault]]\nat = 48000\nkind = \"drop\"\nframes = 3\n"
      "[[device.fault]]\nat = 96000\nkind = \"zero\"\nframes = 16\nchannel = 0\n"
      "[[device.fault]]\nat = 144000\nkind = \"insert\"\nframes = 100\n",
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
  CHECK(frame[live::Field::LastGlitchSeconds] == doctest::Approx(1));
  CHECK(reaches(2, 1231));
  CHECK(frame[live::Field::LastGlitchSeconds] == doctest::Approx(2));
  CHECK(reaches(3, 1331));
  session.cancel();
  thread.join();
  frame.read();
  CHECK(frame[live::Field::Glitches] == 3);
}
