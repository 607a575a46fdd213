// Hosts and devices that do things at the wrong moment, or from the wrong thread.
#include <doctest/doctest.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "driver_support.h"

using namespace flexlab;
using namespace flexlab::test;
using abi::Error;

TEST_CASE("disposing and destroying imply stop") {
  const WithScenario scenario(kFast);
  FakeHost host;
  int after = 0;
  {
    Opened opened;
    REQUIRE(opened.driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return host.switches > 0; }));
    CHECK(opened.driver.disposeBuffers() == Error::Ok);
    after = host.switches;
    REQUIRE(opened.create() == Error::Ok);
    REQUIRE(opened.driver.start() == Error::Ok);
    REQUIRE(eventually([&] { return host.switches > after; }));
  }
  after = host.switches;
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  CHECK(host.switches == after);
}

TEST_CASE("a host that stops from inside bufferSwitch is told no instead of hanging") {
  const WithScenario scenario(kFast);
  FakeHost host;
  Opened opened;
  std::atomic<int> refused{0};
  host.onSwitch = [&](std::int32_t, std::uint64_t) {
    if (opened.driver.stop() == Error::InvalidMode && opened.driver.disposeBuffers() == Error::InvalidMode) ++refused;
  };
  REQUIRE(opened.driver.start() == Error::Ok);
  CHECK(eventually([&] { return refused > 0; }));
  CHECK(opened.driver.stop() == Error::Ok);
}

TEST_CASE("a host may dispose, or release the driver, from inside its reset request") {
  const WithScenario scenario(kFast);
  FakeHost host;
  auto opened = std::make_unique<Opened>();
  std::atomic<bool> handled{false};
  SUBCASE("dispose and create anew") {
    host.onMessage = [&](abi::HostMessage message) {
      if (message != abi::HostMessage::ResetRequest || handled) return;
      CHECK(opened->driver.stop() == Error::Ok);
      CHECK(opened->driver.disposeBuffers() == Error::Ok);
      CHECK(opened->create() == Error::Ok);
      CHECK(opened->driver.start() == Error::Ok);
      handled = true;
    };
  }
  SUBCASE("release") {
    host.onMessage = [&](abi::HostMessage message) {
      if (message != abi::HostMessage::ResetRequest || handled) return;
      opened.reset();
      handled = true;
    };
  }
  REQUIRE(opened->driver.start() == Error::Ok);
  REQUIRE(opened->driver.setSampleRate(96000) == Error::Ok);
  CHECK(eventually([&] { return handled.load(); }));
}

TEST_CASE("a host whose reset request waits for the thread that disposes is not waited for for ever") {
  FakeHost host;
  std::atomic<bool> inside{false};
  std::atomic<bool> disposed{false};
  std::atomic<bool> left{false};
  host.onMessage = [&](abi::HostMessage message) {
    if (message != abi::HostMessage::ResetRequest) return;
    inside = true;
    while (!disposed) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    left = true;
  };
  {
    Opened opened;
    REQUIRE(opened.driver.setSampleRate(96000) == Error::Ok);
    REQUIRE(eventually([&] { return inside.load(); }));
    CHECK(opened.driver.disposeBuffers() == Error::Ok);
    disposed = true;
  }
  CHECK(eventually([&] { return left.load(); }));
}

TEST_CASE("overloads are told to hosts that take them") {
  const WithScenario scenario("[[device]]");
  FakeHost host;
  std::atomic<bool> slow{true};
  host.onSwitch = [&](std::int32_t, std::uint64_t) {
    if (slow.exchange(false)) std::this_thread::sleep_for(std::chrono::milliseconds(30));
  };
  bool takes = true;
  SUBCASE("takes them") {}
  SUBCASE("does not") {
    takes = false;
    host.supports = {abi::HostMessage::SupportsTimeInfo};
  }
  Opened opened;
  REQUIRE(opened.driver.start() == Error::Ok);
  // The notice is taken off the list either way.
  REQUIRE(eventually([&] { return host.switches > 3 && opened.driver.live().notices == 0; }));
  CHECK(opened.driver.stop() == Error::Ok);
  CHECK(opened.driver.disposeBuffers() == Error::Ok);
  CHECK((host.overloads > 0) == takes);
}

TEST_CASE("outputReady and getSamplePosition are safe from any thread at any time") {
  const WithScenario scenario(kFast);
  FakeHost host;
  std::atomic<bool> finished{false};
  std::vector<std::thread> threads;
  {
    Opened opened;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        abi::Samples samples{};
        abi::TimeStamp time{};
        while (!finished) {
          opened.driver.outputReady();
          opened.driver.getSamplePosition(&samples, &time);
          std::this_thread::yield();
        }
      });
    }
    for (int round = 0; round < 10; ++round) {
      const int before = host.switches;
      REQUIRE(opened.driver.start() == Error::Ok);
      REQUIRE(eventually([&] { return host.switches > before; }));
      REQUIRE(opened.driver.stop() == Error::Ok);
      REQUIRE(opened.driver.disposeBuffers() == Error::Ok);
      REQUIRE(opened.create() == Error::Ok);
    }
    finished = true;
    for (std::thread& thread : threads) thread.join();
  }
}
