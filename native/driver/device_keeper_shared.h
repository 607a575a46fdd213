#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "driver/device_keeper.h"
#include "driver/turnstile.h"

namespace flexlab::driver {

/// What one path brings goes to the host while it is in force.
class DeviceKeeper::Party final : public BlockListener {
 public:
  Party(Shared& shared, std::uint32_t number) : shared_(shared), number_(number) {}
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

  bool block(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags) noexcept override;
  void queues(const PaStreamCallbackTimeInfo& time) noexcept override;
  void unexpected_callback() noexcept override;

 private:
  Shared& shared_;
  const std::uint32_t number_;
};

struct DeviceKeeper::Opened {
  std::unique_ptr<Party> party;
  std::unique_ptr<DevicePath> path;  // after its party, so that it goes first
};

/// What the keeper's thread, the host's and those that open devices share; it lives as long as the longest of them.
struct DeviceKeeper::Shared : std::enable_shared_from_this<DeviceKeeper::Shared> {
  /// The turnstile's number of the keeper itself; those of paths come after it.
  static constexpr std::uint32_t kStandIn = 1;

  explicit Shared(Setup given) : setup(std::move(given)), plan(std::make_shared<const Plan>(setup.path.plan)) {}

  Opened open(const Plan& planned) {
    DevicePath::Setup settings = setup.path;
    settings.plan = planned;
    Opened opened{.party = std::make_unique<Party>(*this, ++lastParty), .path = nullptr};
    opened.path = std::make_unique<DevicePath>(settings, *opened.party);
    return opened;
  }

  // For the keeper's thread, with the mutex held.
  void look(std::unique_lock<std::mutex>& lock);
  /// `news`: why what the configuration means now is to be opened; null: what was open.
  void give_up(const char* news);
  void give_up_capture();
  void install();
  void stand_in(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] bool stands_still();
  [[nodiscard]] const char* news_of_devices();
  [[nodiscard]] bool default_changed();
  void ask_for_reset();
  void tell(const std::string& text) const {
    if (setup.tell) setup.tell(text);
  }
  /// Begins a thread of its own; says whether it did.
  bool begin(std::function<void()> work);

  // For threads of their own.
  void open_again(Opened dead, bool anew);
  void open_capture_again(std::unique_ptr<GatedCapture> dead, std::uint32_t number, double rate);

  /// Keeps what there is to tell of the open devices; says whether the latencies are others than before.
  bool remember() {
    const DevicePath& path = *opened.path;
    Told now{.latencies = path.latencies(),
             .claimed = path.claimed_latencies(),
             .rates = path.rates(),
             .twoClocks = path.two_clocks()};
    const std::lock_guard lock(toldMutex);
    std::swap(told, now);
    return now.latencies.input != told.latencies.input || now.latencies.output != told.latencies.output;
  }

  Setup setup;
  Turnstile turnstile;
  std::atomic<std::uint32_t> lastParty{kStandIn};

  std::mutex mutex;
  std::condition_variable wake;
  bool finished = false;
  Running* running = nullptr;  ///< what it points to is used behind the turnstile only
  Opened opened;               ///< without a path while the devices are away
  Opened fresh;                ///< open and running, but not in force yet
  bool opening = false;        ///< a thread is at it
  bool openingCapture = false;
  bool captureIsOther = false;  ///< it is back with another format, which its bridge does not take
  /// Why the host is to begin anew, for the keeper's thread to ask: null, it is not.
  const char* resetReason = nullptr;
  std::shared_ptr<const Plan> plan;

  /// Of the open devices, or of the last. Behind a lock of its own that nobody holds for long: hosts ask from anywhere.
  struct Told {
    Latencies latencies;
    Latencies claimed;
    DeviceRates rates;
    bool twoClocks = false;
  };
  std::mutex toldMutex;
  Told told;

  // Of the keeper's thread.
  std::int64_t nextSilence = 0;
  std::uint64_t firstSwitches = 0;  ///< how many there were when what is open was started
  std::uint64_t seenSwitches = 0;
  std::int64_t lookedAt = 0;
  std::int64_t still = 0;
};

}  // namespace flexlab::driver
