#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "driver/plan.h"

namespace flexlab::windows {

/// Tells when another device becomes the system's default, by looking now and then: a look costs little, and no
/// callback can come after its end. Used and destroyed by one thread, an audio::SoundThread.
class DefaultDevices {
 public:
  using Clock = std::chrono::steady_clock;

  DefaultDevices();
  ~DefaultDevices();
  DefaultDevices(const DefaultDevices&) = delete;
  DefaultDevices& operator=(const DefaultDevices&) = delete;

  /// Directions whose default is another than at the last look. Nothing the first time.
  [[nodiscard]] driver::Directions changed(Clock::time_point now);

 private:
  struct Enumerator;

  std::unique_ptr<Enumerator> enumerator_;  ///< made at the first look
  std::wstring input_;
  std::wstring output_;
  Clock::time_point lookedAt_{};
  bool looked_ = false;
};

}  // namespace flexlab::windows
