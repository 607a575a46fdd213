#include "driver/device_keeper.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "audio/clock.h"
#include "driver/device_keeper_shared.h"

namespace flexlab::driver {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::int64_t kSecond = 1'000'000'000;
/// Audio threads wake nobody (that would be a system call), so we look this often.
constexpr milliseconds kPeriod{20};
/// A stream that has brought nothing for so long, or for four of its buffers, stands still: longer than any pause of a
/// busy machine. Most host APIs of Windows say nothing when a device goes away.
constexpr std::int64_t kPatience = kSecond;
/// The same for the first buffer of all: some devices have to be woken up.
constexpr std::int64_t kFirstPatience = 5 * kSecond;
/// Longest step that counts as waiting: more is a machine that slept, together with its devices.
constexpr std::int64_t kLongestStep = kSecond / 10;
/// Behind by more, the silence goes on from now instead of catching up.
constexpr std::int64_t kCatchUpLimit = kSecond / 2;
/// How long the destructor waits for what is being opened or closed: as a rule that is over in a moment, and PortAudio
/// with it.
constexpr milliseconds kPatienceAtTheEnd{250};

}  // namespace

bool DeviceKeeper::Party::block(const void* input, void* output, unsigned long frames,
                                PaStreamCallbackFlags flags) noexcept {
  if (!shared_.turnstile.enter(number_)) return false;
  shared_.running->process(input, output, frames, flags);
  shared_.turnstile.leave();
  return true;
}

void DeviceKeeper::Party::queues(const PaStreamCallbackTimeInfo& time) noexcept {
  shared_.setup.live->note_queues(time);
}

void DeviceKeeper::Party::unexpected_callback() noexcept {
  if (!shared_.turnstile.enter(number_)) return;
  count(shared_.setup.live->counters.unexpectedCallbacks);
  shared_.turnstile.leave();
}

DeviceKeeper::DeviceKeeper(Setup setup) : shared_(std::make_shared<Shared>(std::move(setup))) {
  shared_->opened = shared_->open(*shared_->plan);
  shared_->remember();
  thread_ = std::thread([shared = shared_] {
    std::unique_lock lock(shared->mutex);
    while (!shared->finished) shared->look(lock);
  });
}

DeviceKeeper::~DeviceKeeper() {
  // Shared, as a thread may have to take them.
  const auto open = std::make_shared<Opened>();
  const auto fresh = std::make_shared<Opened>();
  bool busy = false;
  {
    std::unique_lock lock(shared_->mutex);
    shared_->finished = true;
    shared_->turnstile.admit(0);
    shared_->running = nullptr;
    shared_->wake.notify_all();
    const auto idle = [&] { return !shared_->opening && !shared_->openingCapture; };
    busy = !shared_->wake.wait_for(lock, kPatienceAtTheEnd, idle);
    *open = std::move(shared_->opened);
    *fresh = std::move(shared_->fresh);
    // It holds PortAudio, which the next driver shall find with the devices of then.
    if (!busy) shared_->setup.replan = nullptr;
  }
  thread_.join();
  const auto close = [open, fresh] {
    open->path.reset();
    fresh->path.reset();
  };
  // PortAudio opens and closes one stream at a time: what hangs while it opens would hold us up.
  if (!busy || !shared_->begin(close)) close();
}

void DeviceKeeper::start(Running& running) {
  Shared& shared = *shared_;
  const std::lock_guard lock(shared.mutex);
  shared.running = &running;
  if (shared.opened.path) {
    shared.turnstile.admit(shared.opened.party->number());
    try {
      shared.opened.path->start();
    } catch (...) {
      shared.turnstile.admit(0);
      shared.running = nullptr;
      throw;
    }
  } else {
    shared.setup.live->lose();
    shared.turnstile.admit(Shared::kStandIn);
    shared.nextSilence = audio::real_now();
  }
  shared.firstSwitches = 0;
  shared.still = 0;
  shared.lookedAt = audio::real_now();
  shared.wake.notify_all();
}

void DeviceKeeper::stop() {
  Shared& shared = *shared_;
  Opened fresh;
  const std::lock_guard lock(shared.mutex);
  const auto close = [&] {
    shared.turnstile.admit(0);
    shared.running = nullptr;
    fresh = std::move(shared.fresh);
    shared.wake.notify_all();
  };
  try {
    if (shared.opened.path) shared.opened.path->stop();
  } catch (...) {
    close();
    throw;
  }
  close();
}

Latencies DeviceKeeper::latencies() const {
  const std::lock_guard lock(shared_->toldMutex);
  return shared_->told.latencies;
}

Latencies DeviceKeeper::claimed_latencies() const {
  const std::lock_guard lock(shared_->toldMutex);
  return shared_->told.claimed;
}

DeviceRates DeviceKeeper::rates() const {
  const std::lock_guard lock(shared_->toldMutex);
  return shared_->told.rates;
}

bool DeviceKeeper::two_clocks() const {
  const std::lock_guard lock(shared_->toldMutex);
  return shared_->told.twoClocks;
}

void DeviceKeeper::Shared::look(std::unique_lock<std::mutex>& lock) {
  if (running == nullptr) {
    wake.wait(lock, [this] { return finished || running != nullptr; });
    return;
  }
  ask_for_reset();
  if (opened.path) {
    const char* const news = news_of_devices();
    if (news != nullptr || opened.path->lost() || stands_still()) {
      give_up(news);
    } else {
      if (opened.path->latencies_changed() && remember()) setup.live->post(notice::kLatenciesChanged);
      if (!openingCapture && opened.path->capture_lost()) give_up_capture();
    }
  } else if (fresh.path) {
    install();
  } else {
    if (!opening) opening = begin([this] { open_again({}, false); });
    stand_in(lock);
    return;
  }
  wake.wait_for(lock, kPeriod, [this] { return finished || running == nullptr; });
}

void DeviceKeeper::Shared::ask_for_reset() {
  if (resetReason == nullptr) return;
  // Before it is asked: the host may dispose of all this at once.
  tell(std::string("asks the host to begin anew: ") + std::exchange(resetReason, nullptr));
  setup.live->post(notice::kResetRequest);
}

void DeviceKeeper::Shared::give_up(const char* news) {
  if (news != nullptr) tell(news);
  setup.live->lose();
  turnstile.admit(kStandIn);
  nextSilence = audio::real_now();
  auto dead = std::make_shared<Opened>(std::move(opened));
  opened = {};
  opening = begin([this, dead, anew = news != nullptr] { open_again(std::move(*dead), anew); });
  setup.live->post(notice::kResync);
}

void DeviceKeeper::Shared::give_up_capture() {
  setup.live->lose();
  setup.live->post(notice::kResync);
  auto dead = std::make_shared<std::unique_ptr<GatedCapture>>(opened.path->give_up_capture());
  openingCapture = begin([this, dead, number = opened.party->number(), rate = opened.path->rates().capture] {
    open_capture_again(std::move(*dead), number, rate);
  });
}

void DeviceKeeper::Shared::install() {
  opened = std::move(fresh);
  fresh = {};
  if (remember()) setup.live->post(notice::kLatenciesChanged);
  turnstile.admit(opened.party->number());
  setup.live->lost.store(false, std::memory_order_release);
  setup.live->post(notice::kResync);
  if (setup.found) setup.found(*plan, *opened.path);
  firstSwitches = setup.live->counters.bufferSwitches.load(std::memory_order_relaxed);
  still = 0;
  lookedAt = audio::real_now();
}

void DeviceKeeper::Shared::stand_in(std::unique_lock<std::mutex>& lock) {
  const std::int64_t now = audio::real_now();
  const auto period = static_cast<std::int64_t>(setup.path.frames * 1e9 / setup.path.hostRate);
  if (now < nextSilence) {
    const std::int64_t wait = std::min(nextSilence - now, kSecond / 50);
    wake.wait_for(lock, nanoseconds(wait), [this] { return finished || running == nullptr || fresh.path; });
    return;
  }
  lock.unlock();
  if (turnstile.enter(kStandIn)) {
    running->process(nullptr, nullptr, static_cast<unsigned long>(setup.path.frames), paNoFlag);
    turnstile.leave();
  }
  lock.lock();
  nextSilence += period;
  if (now - nextSilence > kCatchUpLimit) nextSilence = now;
}

const char* DeviceKeeper::Shared::news_of_devices() {
  const bool other = std::exchange(captureIsOther, false);
  if (default_changed()) return "another device is the default now";
  return other ? "what is recorded has another format now" : nullptr;
}

bool DeviceKeeper::Shared::default_changed() {
  const bool input = setup.live->defaultInputChanged.exchange(false, std::memory_order_acq_rel);
  const bool output = setup.live->defaultOutputChanged.exchange(false, std::memory_order_acq_rel);
  return (input && plan->onDefault.input) || (output && plan->onDefault.output);
}

bool DeviceKeeper::Shared::stands_still() {
  const std::uint64_t switches = setup.live->counters.bufferSwitches.load(std::memory_order_relaxed);
  const std::int64_t now = audio::real_now();
  const std::int64_t step = std::min(now - std::exchange(lookedAt, now), kLongestStep);
  // A host that keeps its thread is no device that went away.
  if (std::exchange(seenSwitches, switches) != switches || turnstile.occupied()) {
    still = 0;
    return false;
  }
  still += step;
  const auto buffers = static_cast<std::int64_t>(4e9 * setup.path.frames / setup.path.hostRate);
  return still >= std::max(switches == firstSwitches ? kFirstPatience : kPatience, buffers);
}

}  // namespace flexlab::driver
