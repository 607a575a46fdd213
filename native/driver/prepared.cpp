#include "driver/prepared.h"

#include "audio/error.h"

namespace flexlab::driver {

Prepared::Prepared(const Setup& setup, std::span<abi::BufferInfo> infos, const abi::Callbacks& callbacks)
    : live_(setup.live),
      host_(callbacks),
      buffers_(*setup.plan, infos, setup.frames),
      frames_(setup.frames),
      sampleRate_(setup.sampleRate),
      publisher_(setup.publisher),
      events_(setup.events),
      keeper_({.path = {.plan = *setup.plan,
                        .directions = {.input = buffers_.has_inputs(), .output = buffers_.has_outputs()},
                        .hostRate = setup.sampleRate,
                        .frames = setup.frames},
               .live = setup.live,
               .replan = setup.replan,
               .found = setup.found,
               .tell = setup.tell}),
      notifier_(live_, host_) {}

Prepared::~Prepared() {
  if (!running_) return;
  try {
    stop();
  } catch (const audio::Error&) {  // the stream is closed all the same, by its own destructor
  }
}

void Prepared::start(std::uint64_t firstPosition) {
  running_.emplace(host_, buffers_, *live_,
                   Running::Setup{.sampleRate = sampleRate_,
                                  .frames = frames_,
                                  .firstPosition = firstPosition,
                                  .publisher = publisher_,
                                  .events = events_});
  try {
    keeper_.start(*running_);
  } catch (...) {
    running_->finish();
    running_.reset();
    throw;
  }
}

void Prepared::stop() {
  running_->finish();
  try {
    keeper_.stop();
  } catch (...) {
    running_.reset();
    throw;
  }
  running_.reset();
}

void Prepared::request_reset() {
  live_->post(notice::kResetRequest);
  notifier_.hurry();
}

}  // namespace flexlab::driver
