#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "audio/error.h"
#include "driver/abi.h"
#include "driver/driver.h"
#include "probe/probe_plan.h"

namespace flexlab::probe {

/// What a driver says of itself.
struct DriverIdentity {
  std::string name;
  std::int32_t version = 0;
};

/// The driver that the probe tests, as its host sees it: the methods of ASIO that a test needs, under their names, and
/// what is known beside them. It is used by the thread that made it, but for outputReady and getSamplePosition, which
/// are called from inside bufferSwitch. It lets go of everything when it is destroyed, in whatever state that is.
class TestedDriver {
 public:
  TestedDriver() = default;
  virtual ~TestedDriver() = default;
  TestedDriver(const TestedDriver&) = delete;
  TestedDriver& operator=(const TestedDriver&) = delete;

  /// May throw audio::Error.
  virtual driver::abi::Bool init() = 0;
  virtual driver::abi::Error getChannels(std::int32_t* inputs, std::int32_t* outputs) = 0;
  virtual driver::abi::Error getLatencies(std::int32_t* input, std::int32_t* output) = 0;
  virtual driver::abi::Error getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                                           std::int32_t* granularity) = 0;
  virtual driver::abi::Error canSampleRate(double rate) = 0;
  virtual driver::abi::Error getSampleRate(double* rate) = 0;
  virtual driver::abi::Error setSampleRate(double rate) = 0;
  virtual driver::abi::Error createBuffers(driver::abi::BufferInfo* infos, std::int32_t channels, std::int32_t frames,
                                           const driver::abi::Callbacks* callbacks) = 0;
  virtual driver::abi::Error start() = 0;
  virtual driver::abi::Error stop() = 0;
  virtual driver::abi::Error disposeBuffers() = 0;
  virtual driver::abi::Error getSamplePosition(driver::abi::Samples* position, driver::abi::TimeStamp* time) = 0;
  virtual driver::abi::Error outputReady() = 0;

  /// Why the last method that failed did. `code` and `message` are for a driver that has no words of its own.
  [[nodiscard]] virtual audio::Failure failure(const char* code, const char* message) const = 0;
  [[nodiscard]] virtual DriverIdentity identity() const = 0;
  /// After init. Throws audio::Error where a direction cannot be tested.
  [[nodiscard]] virtual driver::Facts facts() = 0;
  /// What our own driver shares with who looks at it; null for all others.
  [[nodiscard]] virtual const driver::LiveState* live() const noexcept { return nullptr; }
  /// Passes time on the thread that made the driver.
  virtual void wait(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }
};

/// The driver that this program is made with, with the configuration of the plan.
[[nodiscard]] std::unique_ptr<TestedDriver> own_driver(const ProbePlan& plan);

}  // namespace flexlab::probe
