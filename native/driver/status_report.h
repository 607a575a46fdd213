#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "audio/error.h"
#include "driver/plan.h"
#include "driver/prepared.h"
#include "status/publisher.h"

namespace flexlab::driver {

/// Where and as what a driver tells other programs about itself.
struct StatusSettings {
  std::string place = status::kPlace;
  std::string program;     ///< the music program; empty: the name of this process's program
  std::string configPath;  ///< of the FlexASIO.toml that is read, absolute; empty: there is none
};

/// Keeps a driver's status page up to date: what the host's threads know. What the audio thread knows it writes itself,
/// see Running. Nothing here throws but the constructor (std::bad_alloc).
class StatusReport {
 public:
  explicit StatusReport(const StatusSettings& settings);

  /// The text of the configuration has been read.
  void read(std::string_view configText);
  void failed(const audio::Failure& failure) noexcept;
  /// What was told last is not wrong any more.
  void mended() noexcept;
  /// `fatal`: there is no driver after it.
  void failed_to_load(const audio::Failure& failure) noexcept;
  void loaded(const Plan& plan, double sampleRate) noexcept;
  void sample_rate(double sampleRate) noexcept;
  void prepared(const Prepared& prepared) noexcept;
  /// Devices were opened again, from any thread.
  void found(const Plan& plan, const DevicePath& path) noexcept;
  void started() noexcept;
  void stopped() noexcept;
  void disposed() noexcept;

  [[nodiscard]] status::Publisher& publisher() noexcept { return publisher_; }

 private:
  template <typename Change>
  void change(Change change) noexcept;
  static void tell(status::Facts& facts, const audio::Failure& failure) noexcept;

  std::mutex mutex_;
  status::Facts facts_{};
  void tell_joins(const DeviceRates& rates, bool twoClocks, Directions opened) noexcept;

  status::Publisher publisher_;
};

}  // namespace flexlab::driver
