#include "driver/notifier.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "driver/stay_loaded.h"

namespace flexlab::driver {
namespace {

using std::chrono::milliseconds;

/// The audio thread wakes nobody (that would be a system call), so we look this often.
constexpr milliseconds kPeriod{20};
/// How long a destructor waits for a host that is still busy with a notice.
constexpr milliseconds kPatience{500};

}  // namespace

struct Notifier::Shared {
  Shared(std::shared_ptr<LiveState> state, const Host& listener) : live(std::move(state)), host(listener) {}

  const std::shared_ptr<LiveState> live;
  const Host host;
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable gone;
  bool hurried = false;
  bool finished = false;
  bool ended = false;
  /// Set when nobody waits for the thread any more.
  std::optional<StayLoaded> stay;
};

Notifier::Notifier(std::shared_ptr<LiveState> live, const Host& host)
    : shared_(std::make_shared<Shared>(std::move(live), host)), thread_([shared = shared_] { run(shared); }) {}

Notifier::~Notifier() {
  if (thread_.get_id() == std::this_thread::get_id()) {
    const std::lock_guard lock(shared_->mutex);
    shared_->finished = true;
    shared_->stay.emplace();
    thread_.detach();
    return;
  }
  std::unique_lock lock(shared_->mutex);
  shared_->finished = true;
  shared_->wake.notify_all();
  const bool ended = shared_->gone.wait_for(lock, kPatience, [&] { return shared_->ended; });
  if (!ended) shared_->stay.emplace();
  lock.unlock();
  if (ended) {
    thread_.join();
  } else {
    thread_.detach();
  }
}

void Notifier::hurry() {
  const std::lock_guard lock(shared_->mutex);
  shared_->hurried = true;
  shared_->wake.notify_all();
}

void Notifier::run(const std::shared_ptr<Shared>& shared) {
  struct Message {
    unsigned bit;
    abi::HostMessage selector;
    bool taken;
  };
  const Message messages[] = {
      {notice::kOverload, abi::HostMessage::Overload, shared->host.takes_overload()},
      {notice::kResync, abi::HostMessage::ResyncRequest, shared->host.takes_resync()},
      {notice::kLatenciesChanged, abi::HostMessage::LatenciesChanged, shared->host.takes_latencies_changed()},
      {notice::kResetRequest, abi::HostMessage::ResetRequest, shared->host.takes_reset_request()},
      {notice::kConfigChanged, abi::HostMessage::ResetRequest, shared->host.takes_reset_request()},
  };
  std::unique_lock lock(shared->mutex);
  while (!shared->finished) {
    shared->wake.wait_for(lock, kPeriod, [&] { return shared->finished || shared->hurried; });
    shared->hurried = false;
    for (const Message& message : messages) {
      if (shared->finished) break;
      if ((shared->live->notices.fetch_and(~message.bit, std::memory_order_acq_rel) & message.bit) == 0) continue;
      if (!message.taken) continue;
      lock.unlock();
      shared->host.send(message.selector);
      lock.lock();
    }
  }
  shared->ended = true;
  shared->gone.notify_all();
  if (shared->stay) shared->stay->until_this_thread_ends();
}

}  // namespace flexlab::driver
