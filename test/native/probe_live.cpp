// What is seen of a run while it goes on, on Virtual devices.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include "driver_support.h"
#include "probe/live_frame.h"
#include "probe/position_code.h"
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
