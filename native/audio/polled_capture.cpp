#include "audio/polled_capture.h"

#include <chrono>
#include <cmath>
#include <exception>
#include <utility>

#include "audio/clock.h"
#include "audio/sound_thread.h"

namespace flexlab::audio {
namespace {

/// Much shorter than a period, so that when a packet is found tells when it was there.
constexpr std::chrono::milliseconds kPollPeriod{3};

}  // namespace

PolledCapture::PolledCapture(Setup setup) : setup_(std::move(setup)), thread_([this] { live(); }) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return state_ != State::Opening; });
  if (!failure_) return;
  Failure failure = *failure_;
  lock.unlock();
  thread_.join();
  throw Error(std::move(failure));
}

PolledCapture::~PolledCapture() {
  ask_for(State::Closing, State::Closed);
  thread_.join();
}

void PolledCapture::start(CaptureListener& listener) {
  listener_ = &listener;
  ask_for(State::Starting, State::Running);
  const std::lock_guard lock(mutex_);
  if (!failure_) return;
  Failure failure = *failure_;
  // What has ended for good says so each time.
  if (state_ != State::Closed) failure_.reset();
  throw Error(std::move(failure));
}

void PolledCapture::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::Running) return;
  }
  ask_for(State::Stopping, State::Idle);
}

void PolledCapture::ask_for(State state, State until) {
  std::unique_lock lock(mutex_);
  if (state_ == State::Closed) return;  // the thread ended by itself: nobody would answer
  state_ = state;
  changed_.notify_all();
  changed_.wait(lock, [&] { return state_ == until || state_ == State::Idle || state_ == State::Closed; });
}

void PolledCapture::tell(State state) {
  const std::lock_guard lock(mutex_);
  // Whoever closes does not wait for what was asked before.
  if (state_ == State::Closing && state != State::Closed) return;
  state_ = state;
  changed_.notify_all();
}

void PolledCapture::live() {
  const SoundThread sound;
  const auto keep = [this](const Failure& failure) {
    const std::lock_guard lock(mutex_);
    failure_ = failure;
  };
  try {
    const std::unique_ptr<PacketSource> source = setup_.open();
    const PacketFormat& from = source->format();
    if (setup_.channels > from.channels) {
      throw Error({.code = "channel-count-not-supported",
                   .message = "The input has " + std::to_string(from.channels) + " channels, not " +
                              std::to_string(setup_.channels) + '.',
                   .hint = "Set channels to a number the device has, or remove the key.",
                   .table = "input",
                   .key = "channels"});
    }
    PacketPump pump(from, setup_.channels, setup_.sampleType);
    format_ = {
        .channels = setup_.channels,
        .sampleType = setup_.sampleType,
        .sampleRate = from.sampleRate,
        .latency = from.latency + setup_.blockSeconds,
        .burstFrames = static_cast<std::int32_t>(std::ceil(static_cast<double>(pump.hold()) * 1e-9 * from.sampleRate))};
    tell(State::Idle);
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return state_ == State::Starting || state_ == State::Closing; });
        if (state_ == State::Closing) break;
      }
      try {
        source->start();
      } catch (const Error& error) {
        keep(error);
        tell(State::Idle);
        continue;
      }
      run(*source, pump);
      source->stop();
      tell(State::Idle);
    }
  } catch (const Error& error) {
    keep(error);
  } catch (const std::exception& error) {
    keep({.code = "internal-error", .message = error.what(), .hint = "Please report this."});
  }
  tell(State::Closed);
}

void PolledCapture::run(PacketSource& source, PacketPump& pump) {
  bool lost = false;
  pump.begin(now());
  tell(State::Running);
  std::unique_lock lock(mutex_);
  while (state_ == State::Running) {
    if (!lost) {
      lock.unlock();
      lost = !pump.pump(source, *listener_, now());
      if (lost) listener_->capture_lost();
      lock.lock();
    }
    const auto asked = [this] { return state_ != State::Running; };
    if (lost) {
      changed_.wait(lock, asked);
    } else {
      changed_.wait_for(lock, kPollPeriod, asked);
    }
  }
}

}  // namespace flexlab::audio
