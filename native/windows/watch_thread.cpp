#include "windows/watch_thread.h"

#include <chrono>

#include "audio/sound_thread.h"

namespace flexlab::windows {
namespace {

constexpr std::chrono::milliseconds kPeriod{40};

}  // namespace

WatchThread::WatchThread(std::function<void()> look) : look_(std::move(look)), thread_([this] { run(); }) {}

WatchThread::~WatchThread() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void WatchThread::run() {
  const audio::SoundThread sound;
  // What it holds of COM goes before COM does.
  const std::function<void()> look = std::move(look_);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kPeriod, [this] { return finished_; })) {
    lock.unlock();
    look();
    lock.lock();
  }
}

}  // namespace flexlab::windows
