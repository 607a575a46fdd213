#pragma once

#include "driver/abi.h"

namespace flexlab::driver {

/// The host behind the callbacks of createBuffers, and what it answered about itself.
class Host {
 public:
  /// Asks the host what it takes: calls its message callback.
  explicit Host(const abi::Callbacks& callbacks)
      : callbacks_(callbacks),
        takesTimeInfo_(callbacks.bufferSwitchTimeInfo != nullptr && supports(abi::HostMessage::SupportsTimeInfo) &&
                       send(abi::HostMessage::SupportsTimeInfo) == abi::kYes),
        takesResetRequest_(supports(abi::HostMessage::ResetRequest)),
        takesLatenciesChanged_(supports(abi::HostMessage::LatenciesChanged)),
        takesOverload_(supports(abi::HostMessage::Overload)),
        takesResync_(supports(abi::HostMessage::ResyncRequest)) {}

  [[nodiscard]] const abi::Callbacks& callbacks() const noexcept { return callbacks_; }
  [[nodiscard]] bool takes_time_info() const noexcept { return takesTimeInfo_; }
  [[nodiscard]] bool takes_reset_request() const noexcept { return takesResetRequest_; }
  [[nodiscard]] bool takes_latencies_changed() const noexcept { return takesLatenciesChanged_; }
  [[nodiscard]] bool takes_overload() const noexcept { return takesOverload_; }
  [[nodiscard]] bool takes_resync() const noexcept { return takesResync_; }

  std::int32_t send(abi::HostMessage selector, std::int32_t value = 0) const {
    if (callbacks_.message == nullptr) return 0;
    return callbacks_.message(static_cast<std::int32_t>(selector), value, nullptr, nullptr);
  }

 private:
  [[nodiscard]] bool supports(abi::HostMessage selector) const {
    return send(abi::HostMessage::SelectorSupported, static_cast<std::int32_t>(selector)) == abi::kYes;
  }

  abi::Callbacks callbacks_;
  bool takesTimeInfo_;
  bool takesResetRequest_;
  bool takesLatenciesChanged_;
  bool takesOverload_;
  bool takesResync_;
};

}  // namespace flexlab::driver
