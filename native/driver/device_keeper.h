#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "driver/device_path.h"
#include "driver/live_state.h"
#include "driver/running.h"

namespace flexlab::driver {

/// Keeps a host supplied with blocks, whatever happens to the devices: when their stream ends or stands still, the host
/// is called with silence at the same pace, from a thread of this, while another closes the dead stream and tries to
/// open it again. What is found again goes on where the host is; LiveState::lost tells of it meanwhile.
///
/// Driver::default_device_changed makes it open what the configuration means by then, in the same way; where that has
/// other channels or sample types, the host is asked to begin anew.
///
/// An input that is a stream of its own is opened again by itself, and the output goes on. A loopback that Windows
/// mixes at another rate by then is opened anew together with its output, as another default device is.
///
/// Opening anew, and closing what was given up, may hang with the device: stop does not wait for it, and the destructor
/// for a moment only.
class DeviceKeeper {
 public:
  struct Setup {
    DevicePath::Setup path;
    std::shared_ptr<LiveState> live;
    /// Looks for devices anew, when no stream is open, and plans anew. Nothing: that is not possible now. Throws
    /// audio::Error while a configured device is not there. From a thread that may outlive the keeper.
    std::function<std::shared_ptr<const Plan>()> replan;
    /// Devices were opened again. From a thread of the keeper, and never after its destructor.
    std::function<void(const Plan& plan, const DevicePath& path)> found;
    /// For the log. May be empty. From a thread of the keeper, and never after its destructor.
    std::function<void(std::string text)> tell;
  };
  /// Opens the devices. Throws audio::Error.
  explicit DeviceKeeper(Setup setup);
  ~DeviceKeeper();
  DeviceKeeper(const DeviceKeeper&) = delete;
  DeviceKeeper& operator=(const DeviceKeeper&) = delete;

  /// Throws audio::Error; it is then as before. `running` outlives the next stop().
  void start(Running& running);
  /// No call of Running after it returns, even when it throws audio::Error.
  void stop();

  // Of the open devices, or of the last that were open.
  [[nodiscard]] Latencies latencies() const;
  [[nodiscard]] Latencies claimed_latencies() const;
  [[nodiscard]] DeviceRates rates() const;
  [[nodiscard]] bool two_clocks() const;

 private:
  struct Shared;
  class Party;
  struct Opened;

  const std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace flexlab::driver
