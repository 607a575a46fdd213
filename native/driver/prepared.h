#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "driver/abi.h"
#include "driver/buffers.h"
#include "driver/device_keeper.h"
#include "driver/device_path.h"
#include "driver/host.h"
#include "driver/live_state.h"
#include "driver/notifier.h"
#include "driver/plan.h"
#include "driver/running.h"
#include "log/event_ring.h"
#include "status/publisher.h"

namespace flexlab::driver {

/// A prepared driver: buffers exist and the stream is open.
class Prepared {
 public:
  struct Setup {
    std::shared_ptr<const Plan> plan;
    std::shared_ptr<LiveState> live;
    std::int32_t frames = 0;
    double sampleRate = 0;                   ///< Hz
    status::Publisher* publisher = nullptr;  ///< may be null
    log::EventRing* events = nullptr;        ///< may be null
    // See DeviceKeeper::Setup.
    std::function<std::shared_ptr<const Plan>()> replan;
    std::function<void(const Plan& plan, const DevicePath& path)> found;
    std::function<void(std::string text)> tell;
  };
  /// Opens the devices and fills in the pointers of `infos`. Throws Refusal or audio::Error.
  Prepared(const Setup& setup, std::span<abi::BufferInfo> infos, const abi::Callbacks& callbacks);
  ~Prepared();
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  /// Throws audio::Error; the state is then as before.
  void start(std::uint64_t firstPosition);
  /// No bufferSwitch after it returns, even when it throws audio::Error.
  void stop();
  [[nodiscard]] bool running() const noexcept { return running_.has_value(); }

  [[nodiscard]] const Host& host() const noexcept { return host_; }
  [[nodiscard]] const Buffers& buffers() const noexcept { return buffers_; }
  [[nodiscard]] double sample_rate() const noexcept { return sampleRate_; }
  [[nodiscard]] std::int32_t frames() const noexcept { return frames_; }

  // What is open, or was last.
  [[nodiscard]] Latencies latencies() const { return keeper_.latencies(); }
  [[nodiscard]] Latencies claimed_latencies() const { return keeper_.claimed_latencies(); }
  [[nodiscard]] DeviceRates rates() const { return keeper_.rates(); }
  [[nodiscard]] bool two_clocks() const { return keeper_.two_clocks(); }
  /// Asks the host to dispose of everything and begin anew.
  void request_reset();

 private:
  const std::shared_ptr<LiveState> live_;
  const Host host_;
  Buffers buffers_;
  const std::int32_t frames_;
  const double sampleRate_;
  status::Publisher* const publisher_;
  log::EventRing* const events_;
  std::optional<Running> running_;
  DeviceKeeper keeper_;
  Notifier notifier_;
};

}  // namespace flexlab::driver
