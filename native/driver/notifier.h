#pragma once

#include <memory>
#include <thread>

#include "driver/host.h"
#include "driver/live_state.h"

namespace flexlab::driver {

/// Tells the host what stands in LiveState::notices, from a thread of its own: audio threads must not call a host that
/// may take its time, and a host may answer by stopping, disposing or releasing the driver on the spot.
///
/// So this can be destroyed from inside its own call of the host; and a destructor on another thread waits for a call
/// in progress only for a moment, because the host may be waiting for that very thread.
class Notifier {
 public:
  Notifier(std::shared_ptr<LiveState> live, const Host& host);
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  /// Makes it look at once instead of within its period. Not for audio threads.
  void hurry();

 private:
  struct Shared;
  static void run(const std::shared_ptr<Shared>& shared);

  std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace flexlab::driver
