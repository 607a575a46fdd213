#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "audio/clock.h"

namespace flexlab::virtual_device {

/// The simulated time of all streams with clock "fast" of this process: they take turns, so that what is due earlier
/// happens earlier, however fast each could go by itself. It lives while one of them is open.
class Conductor {
 public:
  /// A running stream's place among the others.
  class Part {
   public:
    explicit Part(Conductor& conductor);
    ~Part();
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    /// Waits until nothing is due earlier, then sets the time. False when the part was dismissed meanwhile.
    [[nodiscard]] bool wait_for(std::int64_t due);
    /// Lets wait_for answer false, now and later. From another thread.
    void dismiss();

   private:
    friend class Conductor;
    Conductor& conductor_;
    std::int64_t due_;
    bool dismissed_ = false;
  };

  /// The one there is, or a new one.
  [[nodiscard]] static std::shared_ptr<Conductor> shared();

  [[nodiscard]] std::int64_t time() const noexcept { return clock_.time(); }

 private:
  [[nodiscard]] bool is_first(const Part& part) const noexcept;

  audio::SimulatedClock clock_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::vector<Part*> parts_;  // in the order of their start, which decides between equals
};

}  // namespace flexlab::virtual_device
