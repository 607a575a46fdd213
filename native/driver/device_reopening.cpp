// How a DeviceKeeper opens devices again: on threads of their own, as that may hang.
#include <chrono>
#include <exception>
#include <optional>
#include <system_error>
#include <thread>

#include "audio/sound_thread.h"
#include "driver/device_keeper_shared.h"
#include "driver/stay_loaded.h"

namespace flexlab::driver {
namespace {

using std::chrono::milliseconds;

/// Between two attempts to open.
constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLastPause{2000};

bool same_format(const Plan& a, const Plan& b) {
  const auto same = [](const std::optional<PlannedSide>& x, const std::optional<PlannedSide>& y) {
    if (!x || !y) return x.has_value() == y.has_value();
    return x->channels == y->channels && x->sampleType == y->sampleType;
  };
  return a.backend == b.backend && same(a.input, b.input) && same(a.output, b.output);
}

/// Whether a device is there, and is another than was planned for. Of loopbacks we know what their refusals mean; of
/// other inputs one that went away may be refused in the same words.
bool is_other(const Plan& plan, const audio::Error& error) {
  return plan.input->device.isLoopback &&
         (error.code == "sample-rate-not-supported" || error.code == "channel-count-not-supported");
}

}  // namespace

bool DeviceKeeper::Shared::begin(std::function<void()> work) {
  try {
    std::thread([self = shared_from_this(), work = std::move(work)]() mutable {
      StayLoaded stay;
      {
        const audio::SoundThread sound;
        work();
      }
      work = nullptr;
      self.reset();
      stay.until_this_thread_ends();
    }).detach();
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

void DeviceKeeper::Shared::open_again(Opened dead, bool anew) {
  dead.path.reset();
  bool asked = anew;
  milliseconds pause = kFirstPause;
  std::unique_lock lock(mutex);
  const auto reset = [this](const char* why) {
    const std::lock_guard held(mutex);
    resetReason = why;
  };
  bool resetAsked = false;
  while (!finished && running != nullptr) {
    std::shared_ptr<const Plan> planned = plan;
    lock.unlock();
    Opened found;
    try {
      if (std::shared_ptr<const Plan> other = anew && setup.replan ? setup.replan() : nullptr) {
        planned = std::move(other);
      } else if (asked) {
        reset("the device list cannot change while something else in this program uses it");
      }
      // The host knows how many channels of which type there are: with others only it can go on.
      const bool fits = same_format(*plan, *planned);
      if (fits) {
        found = open(*planned);
        found.path->start();
      } else if (!std::exchange(resetAsked, true)) {
        reset("the device now has other channels or another sample type");
      }
    } catch (const std::exception&) {
      found.path.reset();
    }
    lock.lock();
    if (found.path && !finished && running != nullptr) {
      plan = planned;
      fresh = std::move(found);
      break;
    }
    if (found.path) {
      lock.unlock();
      found.path.reset();
      lock.lock();
    }
    // The same device may have another number by now.
    anew = true;
    asked = false;
    wake.wait_for(lock, pause, [this] { return finished || running == nullptr; });
    pause = std::min(2 * pause, kLastPause);
  }
  opening = false;
  wake.notify_all();
}

void DeviceKeeper::Shared::open_capture_again(std::unique_ptr<GatedCapture> dead, std::uint32_t number, double rate) {
  dead.reset();
  milliseconds pause = kFirstPause;
  std::unique_lock lock(mutex);
  const auto wanted = [&] {
    return !finished && running != nullptr && opened.path && opened.party->number() == number;
  };
  while (wanted()) {
    DevicePath::Setup settings = setup.path;
    settings.plan = *plan;
    lock.unlock();
    std::unique_ptr<GatedCapture> found;
    bool other = false;
    try {
      found = DevicePath::open_capture(settings, rate);
      found->start();
    } catch (const audio::Error& error) {
      found.reset();
      other = is_other(settings.plan, error);
    } catch (const std::exception&) {  // not back yet
      found.reset();
    }
    lock.lock();
    if (other && wanted()) {
      captureIsOther = true;
      break;
    }
    if (found && wanted() && opened.path->take_capture(found)) {
      setup.live->lost.store(false, std::memory_order_release);
      setup.live->post(notice::kResync);
      break;
    }
    lock.unlock();
    found.reset();
    lock.lock();
    wake.wait_for(lock, pause, [this] { return finished || running == nullptr; });
    pause = std::min(2 * pause, kLastPause);
  }
  openingCapture = false;
  wake.notify_all();
}

}  // namespace flexlab::driver
