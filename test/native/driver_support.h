#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "driver/abi.h"
#include "driver/driver.h"
#include "virtual/scenario.h"

namespace flexlab::test {

namespace abi = driver::abi;

/// Allocations that happened inside a callback of the driver since the program began; see driver_allocations.cpp.
[[nodiscard]] int allocations_in_callbacks() noexcept;

/// Waits for something another thread does; false when it did not come in ten seconds.
inline bool eventually(const std::function<bool()>& condition, int seconds = 10) {
  for (int i = 0; i < seconds * 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return condition();
}

/// An ASIO host with a hook for everything. ASIO's callbacks have no context, so there is one at a time.
class FakeHost {
 public:
  /// Called in bufferSwitch: the half, and the sample position where the driver gave time info (else 0).
  std::function<void(std::int32_t half, std::uint64_t position)> onSwitch = [](std::int32_t, std::uint64_t) {};
  /// Called for messages other than SelectorSupported.
  std::function<void(abi::HostMessage)> onMessage = [](abi::HostMessage) {};
  /// What SelectorSupported is answered with yes.
  std::vector<abi::HostMessage> supports = {abi::HostMessage::ResetRequest, abi::HostMessage::LatenciesChanged,
                                            abi::HostMessage::Overload, abi::HostMessage::SupportsTimeInfo};
  abi::TimeInfo lastTime{};

  std::atomic<int> switches{0};
  std::atomic<int> resets{0};
  std::atomic<int> latencyChanges{0};
  std::atomic<int> overloads{0};
  std::atomic<int> resyncs{0};

  FakeHost() { current() = this; }
  ~FakeHost() { current() = nullptr; }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  [[nodiscard]] static abi::Callbacks callbacks() {
    return {.bufferSwitch =
                [](std::int32_t half, abi::Bool) {
                  FakeHost& host = *current();
                  host.onSwitch(half, 0);
                  ++host.switches;
                },
            .sampleRateDidChange = [](double) {},
            .message = [](std::int32_t selector, std::int32_t value, void*,
                          double*) { return current()->message(static_cast<abi::HostMessage>(selector), value); },
            .bufferSwitchTimeInfo = [](abi::Time* time, std::int32_t half, abi::Bool) -> abi::Time* {
              FakeHost& host = *current();
              std::memcpy(&host.lastTime, &time->timeInfo, sizeof host.lastTime);
              host.onSwitch(half, abi::from_wide(time->timeInfo.samplePosition));
              ++host.switches;
              return nullptr;
            }};
  }

 private:
  static FakeHost*& current() {
    static FakeHost* host = nullptr;
    return host;
  }

  std::int32_t message(abi::HostMessage selector, std::int32_t value) {
    switch (selector) {
      case abi::HostMessage::SelectorSupported:
        return std::find(supports.begin(), supports.end(), static_cast<abi::HostMessage>(value)) != supports.end();
      case abi::HostMessage::ResetRequest: ++resets; break;
      case abi::HostMessage::LatenciesChanged: ++latencyChanges; break;
      case abi::HostMessage::Overload: ++overloads; break;
      case abi::HostMessage::ResyncRequest: ++resyncs; break;
      default: break;
    }
    onMessage(selector);
    return 1;
  }
};

/// A scenario for as long as this lives.
class WithScenario {
 public:
  explicit WithScenario(std::string_view text) { virtual_device::set_scenario("test.toml", text); }
  ~WithScenario() { virtual_device::reset_scenario(); }
  WithScenario(const WithScenario&) = delete;
  WithScenario& operator=(const WithScenario&) = delete;
};

/// A driver on the Virtual backend with more configuration after that line.
inline driver::Environment environment(const std::string& config = "") {
  return {.configText = [config] { return "backend = \"Virtual\"\n" + config; }};
}

/// Buffer infos for so many channels from 0 on: inputs first.
inline std::vector<abi::BufferInfo> infos_for(int inputs, int outputs) {
  std::vector<abi::BufferInfo> infos;
  for (int channel = 0; channel < inputs; ++channel) {
    infos.push_back({.isInput = abi::kYes, .channel = channel, .buffers = {}});
  }
  for (int channel = 0; channel < outputs; ++channel) {
    infos.push_back({.isInput = abi::kNo, .channel = channel, .buffers = {}});
  }
  return infos;
}

inline float* floats(const abi::BufferInfo& info, int half) { return static_cast<float*>(info.buffers[half]); }

/// A scenario as fast as the machine allows; more of its device may follow.
inline constexpr const char* kFast = "clock = \"fast\"\n[[device]]\n";

/// A driver with open buffers on all channels of a stereo device.
struct Opened {
  explicit Opened(const std::string& config = "", std::int32_t bufferFrames = 480, int inputs = 2, int outputs = 2,
                  double sampleRate = 48000)
      : frames(bufferFrames), driver(environment(config)), infos(infos_for(inputs, outputs)) {
    REQUIRE(driver.init(nullptr) == abi::kYes);
    REQUIRE(driver.setSampleRate(sampleRate) == abi::Error::Ok);
    REQUIRE(create() == abi::Error::Ok);
  }
  abi::Error create() {
    const abi::Callbacks callbacks = FakeHost::callbacks();
    return driver.createBuffers(infos.data(), static_cast<std::int32_t>(infos.size()), frames, &callbacks);
  }

  std::int32_t frames;
  driver::Driver driver;
  std::vector<abi::BufferInfo> infos;
};

}  // namespace flexlab::test
