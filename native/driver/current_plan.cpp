#include "driver/current_plan.h"

#include <utility>

#include "audio/wasapi.h"

namespace flexlab::driver {

CurrentPlan::CurrentPlan(Config config, bool isAlone)
    : config_(std::move(config)), library_(isAlone ? config_.backend.value_or("") : ""), plan_(make()) {}

std::shared_ptr<const Plan> CurrentPlan::make() const {
  return std::make_shared<const Plan>(make_plan(config_, {.backends = library_.backends(),
                                                          .defaultBackend = library_.default_backend(),
                                                          .exclusiveSampleType = [](const audio::Device& device) {
                                                            return audio::wasapi_sample_type(device.index);
                                                          }}));
}

std::shared_ptr<const Plan> CurrentPlan::get() const {
  const std::lock_guard lock(planMutex_);
  return plan_;
}

void CurrentPlan::plan_anew() {
  stale_ = true;
  std::shared_ptr<const Plan> made = make();
  stale_ = false;
  const std::lock_guard lock(planMutex_);
  plan_ = std::move(made);
}

std::shared_ptr<const Plan> CurrentPlan::fresh() {
  const std::lock_guard lock(workMutex_);
  if (stale_) plan_anew();
  return plan_;
}

std::shared_ptr<const Plan> CurrentPlan::renew() {
  const std::lock_guard lock(workMutex_);
  if (!library_.refresh()) return nullptr;
  plan_anew();
  return plan_;
}

}  // namespace flexlab::driver
