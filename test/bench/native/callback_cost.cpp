// What a callback of the driver core costs beside a bare PortAudio callback that copies the same samples.
//
// Both run in one stream of a Virtual device on the simulated clock, taking turns from callback to callback, on the
// same buffers: whatever slows the machine meanwhile slows both. The bare one is what a C programmer would write to
// move the input into buffers of his own and other buffers of his own to the output; the driver does that too, and
// calls a host that does nothing but say outputReady, keeps position, time and counts, and publishes its status page
// with a peak of every channel.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "audio/clock.h"
#include "audio/library.h"
#include "audio/stream.h"
#include "driver/running.h"
#include "program_cost.h"
#include "status/publisher.h"
#include "virtual/scenario.h"

namespace {

using namespace flexlab;
namespace abi = driver::abi;

constexpr int kChannels = 2;
constexpr std::size_t kTurns = 20000;
constexpr std::size_t kWarmUp = 500;

driver::LiveState* hostLive = nullptr;

abi::Time* say_ready(abi::Time* /*time*/, std::int32_t /*half*/, abi::Bool /*direct*/) {
  hostLive->outputReadyCalls.fetch_add(1, std::memory_order_release);
  return nullptr;
}

abi::Callbacks host_callbacks() {
  return {.bufferSwitch = [](std::int32_t, abi::Bool) {},
          .sampleRateDidChange = [](double) {},
          .message = [](std::int32_t, std::int32_t, void*, double*) { return 1; },
          .bufferSwitchTimeInfo = say_ready};
}

struct Turns {
  std::vector<std::int64_t> bare;
  std::vector<std::int64_t> core;
};

class Contest {
 public:
  explicit Contest(std::int32_t frames)
      : frames_(frames),
        host_(host_callbacks()),
        infos_(infos()),
        buffers_(plan(), infos_, frames),
        running_((live_.outputReady = driver::OutputReady::Seen, host_), buffers_, live_,
                 {.sampleRate = 48000, .frames = frames, .publisher = &publisher_}) {
    hostLive = &live_;
    for (std::vector<float>& own : own_) own.resize(static_cast<std::size_t>(frames));
    turns_.bare.reserve(kTurns);
    turns_.core.reserve(kTurns);
  }

  Turns run(PaDeviceIndex device) {
    const audio::StreamSide side{.device = device, .channels = kChannels};
    audio::Stream stream({.input = side,
                          .output = side,
                          .sampleRate = 48000,
                          .framesPerBuffer = static_cast<unsigned long>(frames_),
                          .callback = on_callback,
                          .userData = this});
    stream.start();
    while (stream.active()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    stream.stop();
    return std::move(turns_);
  }

 private:
  static driver::Plan plan() {
    driver::Plan plan;
    plan.input = driver::PlannedSide{.channels = kChannels};
    plan.output = driver::PlannedSide{.channels = kChannels};
    return plan;
  }
  static std::vector<abi::BufferInfo> infos() {
    std::vector<abi::BufferInfo> infos;
    for (const abi::Bool input : {abi::kYes, abi::kNo}) {
      for (std::int32_t channel = 0; channel < kChannels; ++channel) {
        infos.push_back({.isInput = input, .channel = channel, .buffers = {}});
      }
    }
    return infos;
  }

  void copy_bare(const void* input, void* output) noexcept {
    const auto* const* in = static_cast<const float* const*>(input);
    auto* const* out = static_cast<float* const*>(output);
    const std::size_t bytes = static_cast<std::size_t>(frames_) * sizeof(float);
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
      std::memcpy(own_[channel].data(), in[channel], bytes);
      std::memcpy(out[channel], own_[kChannels + channel].data(), bytes);
    }
  }

  static int on_callback(const void* input, void* output, unsigned long frames,
                         const PaStreamCallbackTimeInfo* /*time*/, PaStreamCallbackFlags /*flags*/, void* context) {
    Contest& self = *static_cast<Contest*>(context);
    const bool bare = self.callback_ % 2 == 0;
    const std::int64_t begun = audio::real_now();
    if (bare) {
      self.copy_bare(input, output);
    } else {
      self.running_.process(input, output, frames, 0);
    }
    const std::int64_t took = audio::real_now() - begun;
    if (++self.callback_ > 2 * kWarmUp) (bare ? self.turns_.bare : self.turns_.core).push_back(took);
    return self.turns_.core.size() < kTurns ? paContinue : paComplete;
  }

  std::int32_t frames_;
  status::Publisher publisher_{"flexlab-bench"};
  driver::LiveState live_;
  driver::Host host_;
  std::vector<abi::BufferInfo> infos_;
  driver::Buffers buffers_;
  driver::Running running_;
  std::array<std::vector<float>, std::size_t{2} * kChannels> own_;
  std::size_t callback_ = 0;
  Turns turns_;
};

double quantile(std::vector<std::int64_t> values, double fraction) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return static_cast<double>(*at);
}

/// What reading the clock twice adds to every figure.
double clock_cost() {
  std::vector<std::int64_t> values;
  for (int i = 0; i < 10000; ++i) {
    const std::int64_t begun = audio::real_now();
    values.push_back(audio::real_now() - begun);
  }
  return quantile(values, 0.5);
}

void print(const std::string& name, double value, const char* unit) {
  std::printf("{\"name\": \"%s\", \"value\": %.*f, \"unit\": \"%s\"}\n", name.c_str(), *unit == 'n' ? 0 : 2, value,
              unit);
}

PaDeviceIndex virtual_device_of(const audio::Library& library) {
  for (const audio::Backend& backend : library.backends()) {
    if (backend.name == "Virtual") return backend.devices.at(0).index;
  }
  throw std::runtime_error("there is no Virtual device");
}

void print_program_cost() {
  virtual_device::set_scenario("bench", "[[device]]\n");
  const audio::Library library;
  const bench::ProgramCost cost = bench::program_cost(virtual_device_of(library));
  print("processor time for a second of sound, bare PortAudio program, 480 frames", cost.bare * 1e3, "ms");
  print("processor time for a second of sound, driver with all its threads, 480 frames", cost.driver * 1e3, "ms");
  print("processor time for a second of sound, driver over bare program", cost.bare > 0 ? cost.driver / cost.bare : 0,
        "times");
}

}  // namespace

int main() {
  try {
    print_program_cost();
    virtual_device::set_scenario("bench", "clock = \"fast\"\n[[device]]\ndelayFrames = 4096\n");
    const audio::Library library;
    const PaDeviceIndex device = virtual_device_of(library);
    const double clock = clock_cost();
    for (const std::int32_t frames : {64, 256, 1024}) {
      const Turns turns = Contest(frames).run(device);
      const std::string shape = std::to_string(frames) + " frames, 2 in, 2 out";
      const double bare = quantile(turns.bare, 0.5) - clock;
      const double core = quantile(turns.core, 0.5) - clock;
      print("callback, bare C copy, " + shape, bare, "ns");
      print("callback, driver core, " + shape, core, "ns");
      print("callback, driver core, p99, " + shape, quantile(turns.core, 0.99) - clock, "ns");
      print("callback, driver core over bare copy, " + shape, bare > 0 ? core / bare : 0, "times");
      print("callback, driver core beyond bare copy, " + shape, core - bare, "ns");
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
