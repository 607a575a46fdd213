#pragma once

#include <memory>
#include <string>

#include "status/page.h"
#include "status/platform.h"

namespace flexlab::status {

/// How many drivers of a user can be seen at a time.
inline constexpr int kSlots = 64;

/// Names of the memory begin so; tests take another to be by themselves.
inline constexpr const char* kPlace = "flexlab-status";

/// "flexlab-status-1-0" and so on; the 1 is kVersion.
[[nodiscard]] std::string slot_name(const std::string& place, int slot);

/// A driver's own page, for as long as this lives. Without room for one, or where the system gives no such memory, a
/// driver works all the same: nothing is then published.
class Publisher {
 public:
  explicit Publisher(const std::string& place);

  [[nodiscard]] bool published() const noexcept { return page_ != nullptr; }

  /// By one thread at a time.
  void write(const Facts& facts) noexcept {
    if (page_ != nullptr) page_->facts.write(facts);
  }
  /// By one thread at a time.
  void write(const Joins& joins) noexcept {
    if (page_ != nullptr) page_->joins.write(joins);
  }
  /// By one thread at a time; for the audio thread. Neither waits nor calls the system.
  void write(const Pulse& pulse) noexcept {
    if (page_ != nullptr) page_->pulse.write(pulse);
  }

 private:
  std::unique_ptr<SharedMemory> memory_;
  Page* page_ = nullptr;
};

}  // namespace flexlab::status
