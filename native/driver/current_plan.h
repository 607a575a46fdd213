#pragma once

#include <memory>
#include <mutex>

#include "audio/library.h"
#include "driver/config.h"
#include "driver/plan.h"

namespace flexlab::driver {

/// PortAudio, and what a configuration means with the devices that it knows. From any thread.
class CurrentPlan {
 public:
  /// `isAlone`: see Environment. Throws audio::Error.
  CurrentPlan(Config config, bool isAlone);

  /// The last plan that could be made.
  [[nodiscard]] std::shared_ptr<const Plan> get() const;
  /// The same for what is to be opened now: made anew where the device list changed meanwhile. Throws audio::Error.
  [[nodiscard]] std::shared_ptr<const Plan> fresh();
  /// Looks for devices anew and plans anew; nothing when that is not possible, because something else in
  /// this program uses PortAudio. Throws audio::Error while a configured device is not there.
  [[nodiscard]] std::shared_ptr<const Plan> renew();

 private:
  [[nodiscard]] std::shared_ptr<const Plan> make() const;
  void plan_anew();

  const Config config_;
  audio::Library library_;
  std::mutex workMutex_;
  bool stale_ = false;            ///< the device list is another than the plan was made of
  mutable std::mutex planMutex_;  ///< apart, so that nobody who only asks waits for devices
  std::shared_ptr<const Plan> plan_;
};

}  // namespace flexlab::driver
