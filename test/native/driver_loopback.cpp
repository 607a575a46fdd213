// A loopback of another output than the host plays on, which Windows has set to something else meanwhile.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "audio/clock.h"
#include "audio/error.h"
#include "audio/library.h"
#include "audio/loopback_devices.h"
#include "driver/buffers.h"
#include "driver/device_keeper.h"
#include "driver/host.h"
#include "driver/running.h"
#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;

namespace {

/// What Windows mixes for the output that is listened to.
struct Mix {
  std::atomic<int> channels{2};
  std::atomic<double> rate{48000};
  std::atomic<bool> lost{false};

  void become(int newChannels, double newRate) {
    channels = newChannels;
    rate = newRate;
    lost = true;
  }
};

/// A level of one half, as many frames as time has passed.
class Level final : public audio::PacketSource {
 public:
  explicit Level(Mix& mix)
      : mix_(mix), format_{.channels = mix.channels, .sampleRate = mix.rate, .latency = 0.01, .period = 10'000'000} {
    mix.lost = false;
    samples_.assign(static_cast<std::size_t>(format_.channels) * 48000, 0.5F);
  }
  [[nodiscard]] const audio::PacketFormat& format() const noexcept override { return format_; }
  void start() override {
    begun_ = audio::real_now();
    given_ = 0;
  }
  void stop() noexcept override {}
  [[nodiscard]] Answer next(audio::Packet& packet) noexcept override {
    if (mix_.lost) return Answer::Lost;
    const double seconds = static_cast<double>(audio::real_now() - begun_) * 1e-9;
    const auto due = static_cast<std::int64_t>(seconds * format_.sampleRate) - given_;
    if (due < 480) return Answer::Nothing;
    packet = {.samples = samples_.data(), .frames = static_cast<std::uint32_t>(std::min<std::int64_t>(due, 4800))};
    given_ += packet.frames;
    return Answer::Packet;
  }
  void release() noexcept override {}

 private:
  Mix& mix_;
  const audio::PacketFormat format_;
  std::vector<float> samples_;
  std::int64_t begun_ = 0;
  std::int64_t given_ = 0;
};

/// A host on the speakers of the scenario, recording from the loopback of headphones that are not there at all.
struct Studio {
  Studio() {
    mix.lost = false;
    host.supports.push_back(abi::HostMessage::ResyncRequest);
    host.onSwitch = [this](std::int32_t half, std::uint64_t position) {
      if (position != next) ++gaps;
      next = position + 480;
      heard = floats(infos[0], half)[479];
    };
  }

  [[nodiscard]] std::shared_ptr<const driver::Plan> plan() const {
    const std::vector<audio::Backend> backends = library.backends();
    const auto found =
        std::find_if(backends.begin(), backends.end(), [](const auto& each) { return each.name == "Virtual"; });
    const audio::Device& speakers = found->devices.front();
    audio::Device headphones = speakers;
    headphones.name = "Headphones";
    headphones.index = 1000;
    driver::Plan made;
    made.backend = found->name;
    made.backendType = found->type;
    made.output = driver::PlannedSide{.device = speakers, .channels = 2};
    made.input = driver::PlannedSide{
        .device = audio::loopback_of(headphones, {.channels = mix.channels, .sampleRate = mix.rate}),
        .channels = mix.channels};
    made.apart = true;
    made.twoClocks = true;
    return std::make_shared<const driver::Plan>(made);
  }

  [[nodiscard]] driver::DeviceKeeper::Setup setup() {
    return {.path = {.plan = *plan(),
                     .directions = {},
                     .hostRate = 48000,
                     .frames = 480,
                     .openPackets = [this](const audio::Device&) { return std::make_unique<Level>(mix); }},
            .live = live,
            .replan = [this] { return plan(); },
            .found = {},
            .tell =
                [this](const std::string& text) {
                  const std::lock_guard lock(mutex);
                  told += text + '\n';
                }};
  }

  [[nodiscard]] std::string log() {
    const std::lock_guard lock(mutex);
    return told;
  }

  const WithScenario scenario{"[[device]]\nname = \"Speakers\"\ninputs = 0\n"};
  Mix mix;
  FakeHost host;
  const audio::Library library;
  std::vector<abi::BufferInfo> infos = infos_for(2, 2);
  driver::Buffers buffers{*plan(), infos, 480};
  const driver::Host driverHost{FakeHost::callbacks()};
  std::shared_ptr<driver::LiveState> live = std::make_shared<driver::LiveState>();
  std::uint64_t next = 0;
  std::atomic<int> gaps{0};
  std::atomic<float> heard{0};
  std::mutex mutex;
  std::string told;
};

bool sounds(const Studio& studio) { return std::abs(studio.heard - 0.5F) < 0.01F; }

}  // namespace

TEST_CASE("a loopback that comes back at another rate is heard again, and the host goes on") {
  Studio studio;
  driver::DeviceKeeper keeper(studio.setup());
  driver::Running running(studio.driverHost, studio.buffers, *studio.live, {.sampleRate = 48000, .frames = 480});
  keeper.start(running);
  REQUIRE(eventually([&] { return sounds(studio); }));
  CHECK(keeper.rates().capture == 48000);
  studio.mix.become(2, 44100);
  REQUIRE(eventually([&] { return studio.live->lost.load(); }));
  REQUIRE(eventually([&] { return !studio.live->lost && sounds(studio); }));
  CHECK(keeper.rates().capture == 44100);
  CHECK(studio.gaps == 0);
  keeper.stop();
  CHECK(studio.log() == "what is recorded has another format now\n");
}

TEST_CASE("a loopback that comes back with fewer channels is the host's affair") {
  Studio studio;
  driver::DeviceKeeper keeper(studio.setup());
  driver::Running running(studio.driverHost, studio.buffers, *studio.live, {.sampleRate = 48000, .frames = 480});
  keeper.start(running);
  REQUIRE(eventually([&] { return sounds(studio); }));
  studio.mix.become(1, 48000);
  REQUIRE(eventually([&] { return (studio.live->notices & driver::notice::kResetRequest) != 0; }));
  CHECK(eventually([&, before = studio.host.switches.load()] { return studio.host.switches > before + 5; }));
  CHECK(studio.gaps == 0);
  keeper.stop();
  CHECK(studio.log().find("other channels") != std::string::npos);
}
