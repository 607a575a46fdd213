#include "driver/running.h"

#include <cmath>
#include <utility>

#include "audio/clock.h"
#include "driver/realtime.h"

namespace flexlab::driver {
namespace {

/// How fast a published peak falls, in dB.
constexpr double kFallPerSecond = 20;

/// ASIO's Time as the widest compiler lays it out: its last bytes are padding that a host might copy.
union PaddedTime {
  abi::Time time;
  char bytes[152];
};

}  // namespace

Running::Running(const Host& host, const Buffers& buffers, LiveState& live, const Setup& setup)
    : host_(host),
      buffers_(buffers),
      live_(live),
      setup_(setup),
      bufferNanoseconds_(static_cast<std::int64_t>(setup.frames * 1e9 / setup.sampleRate)),
      wallOffset_(audio::wall_now() - audio::real_now()),
      peakFall_(static_cast<float>(std::pow(10, -kFallPerSecond / 20 * setup.frames / setup.sampleRate))),
      position_(setup.firstPosition) {
  switch (live_.outputReady.load(std::memory_order_acquire)) {
    case OutputReady::Unseen: break;
    case OutputReady::Seen: path_ = OutputPath::Direct; break;
    case OutputReady::Broken: path_ = OutputPath::Late; break;
  }
  live_.counters.reset();
  live_.lost.store(false, std::memory_order_relaxed);
  live_.losses.store(0, std::memory_order_relaxed);
  live_.finishing.store(false, std::memory_order_relaxed);
  live_.outputPath.store(path_, std::memory_order_release);
  live_.clock.set({.position = position_, .nanoseconds = audio::now()});
  pulse_.position = position_;
  pulse_.outputLate = live_.expected_path() == OutputPath::Late ? 1 : 0;
  if (setup_.publisher != nullptr) setup_.publisher->write(pulse_);
  live_.running.store(true, std::memory_order_release);
}

Running::~Running() {
  live_.running.store(false, std::memory_order_release);
  live_.outputPath.store(OutputPath::Undecided, std::memory_order_release);
}

void Running::process(const void* input, void* output, unsigned long frames, PaStreamCallbackFlags flags) noexcept {
  const CallbackScope scope;
  if (finishing() || (flags & paPrimingOutput) != 0) {
    buffers_.give_silence(output, frames);
    return;
  }
  if (frames != static_cast<unsigned long>(setup_.frames)) {
    // Never asked for: no host could take it.
    count(live_.counters.unexpectedCallbacks);
    note_event("a callback of another size than asked for, frames:", static_cast<std::int64_t>(frames));
    buffers_.give_silence(output, frames);
    return;
  }
  const std::int64_t entered = audio::now();
  if (first_) note_event("the first callback");
  note(flags);
  note_loss();
  live_.clock.set({.position = position_, .nanoseconds = entered});
  buffers_.take_input(half_, input);
  const std::uint32_t callsBefore = live_.outputReadyCalls.load(std::memory_order_acquire);
  switch_buffers(entered);
  count(live_.counters.bufferSwitches);
  if (buffers_.has_outputs()) choose_output(output, callsBefore, entered);
  if (const std::int64_t taken = audio::now() - entered; taken > bufferNanoseconds_) {
    count(live_.counters.lateCallbacks);
    note_event("the callback took longer than its buffer lasts, microseconds:", taken / 1000);
    live_.post(notice::kOverload);
  }
  half_ = 1 - half_;
  first_ = false;
  position_ += static_cast<std::uint64_t>(setup_.frames);
  if (setup_.publisher != nullptr) publish();
}

void Running::publish() noexcept {
  const auto value = [](const std::atomic<std::uint64_t>& counter) { return counter.load(std::memory_order_relaxed); };
  const Counters& counters = live_.counters;
  // process has moved on to the next buffer already.
  pulse_.position = position_ - static_cast<std::uint64_t>(setup_.frames);
  pulse_.beatAt = audio::real_now() + wallOffset_;
  pulse_.callbacks = value(counters.bufferSwitches);
  pulse_.lateCallbacks = value(counters.lateCallbacks);
  pulse_.inputUnderflows = value(counters.inputUnderflows);
  pulse_.inputOverflows = value(counters.inputOverflows);
  pulse_.outputUnderflows = value(counters.outputUnderflows);
  pulse_.outputOverflows = value(counters.outputOverflows);
  pulse_.missedOutputReady = value(counters.missedOutputReady);
  pulse_.lost = live_.lost.load(std::memory_order_relaxed) ? 1 : 0;
  pulse_.outputLate = path_ == OutputPath::Late ? 1 : 0;
  const int played = 1 - half_;
  buffers_.follow_peaks(true, played, peakFall_, pulse_.inputPeaks);
  buffers_.follow_peaks(false, path_ == OutputPath::Late ? 1 - played : played, peakFall_, pulse_.outputPeaks);
  setup_.publisher->write(pulse_);
}

void Running::note_event(const char* words, std::int64_t value) noexcept {
  if (setup_.events == nullptr) return;
  setup_.events->put({.at = audio::real_now() + wallOffset_, .position = position_, .words = words, .value = value});
}

void Running::note_loss() noexcept {
  const bool lost = live_.lost.load(std::memory_order_relaxed);
  if (std::exchange(wasLost_, lost) != lost) note_event(lost ? "the device went away" : "the device is back");
}

void Running::note(PaStreamCallbackFlags flags) noexcept {
  if (flags == 0) return;
  const auto count_if = [&](PaStreamCallbackFlags flag, std::atomic<std::uint64_t>& counter, const char* words) {
    if ((flags & flag) == 0) return;
    count(counter);
    note_event(words);
  };
  count_if(paInputUnderflow, live_.counters.inputUnderflows, "input underflow: silence came in");
  count_if(paInputOverflow, live_.counters.inputOverflows, "input overflow: input was lost");
  count_if(paOutputUnderflow, live_.counters.outputUnderflows, "output underflow: the device had nothing to play");
  count_if(paOutputOverflow, live_.counters.outputOverflows, "output overflow: output was thrown away");
  if ((flags & (paInputOverflow | paOutputUnderflow)) != 0) live_.post(notice::kOverload);
}

void Running::switch_buffers(std::int64_t entered) noexcept {
  live_.insideCallback.store(std::this_thread::get_id(), std::memory_order_relaxed);
  if (host_.takes_time_info()) {
    PaddedTime padded{.bytes = {}};
    abi::TimeInfo& info = padded.time.timeInfo;
    info.speed = 1;
    info.systemTime = abi::to_wide(static_cast<std::uint64_t>(entered));
    info.samplePosition = abi::to_wide(position_);
    info.sampleRate = setup_.sampleRate;
    info.flags = abi::time_info_flag::kSystemTimeValid | abi::time_info_flag::kSamplePositionValid |
                 abi::time_info_flag::kSampleRateValid;
    host_.callbacks().bufferSwitchTimeInfo(&padded.time, half_, abi::kYes);
  } else {
    host_.callbacks().bufferSwitch(half_, abi::kYes);
  }
  live_.insideCallback.store(std::thread::id(), std::memory_order_relaxed);
}

void Running::choose_output(void* output, std::uint32_t callsBefore, std::int64_t entered) noexcept {
  switch (path_) {
    case OutputPath::Undecided:
      take(live_.outputReadyCalls.load(std::memory_order_acquire) != callsBefore ? OutputPath::Direct
                                                                                 : OutputPath::Late);
      break;
    case OutputPath::Direct:
      if (ready_in_time(callsBefore, entered)) break;
      count(live_.counters.missedOutputReady);
      note_event("outputReady did not come in time: the output is one buffer later from here on");
      live_.outputReady.store(OutputReady::Broken, std::memory_order_release);
      take(OutputPath::Late);
      if (first_) break;
      // The other half went out one callback ago, and this one is not finished.
      buffers_.give_silence(output, static_cast<unsigned long>(setup_.frames));
      return;
    case OutputPath::Late: break;
  }
  buffers_.give_output(path_ == OutputPath::Direct ? half_ : 1 - half_, output);
}

bool Running::ready_in_time(std::uint32_t callsBefore, std::int64_t entered) const noexcept {
  const auto ready = [&] { return live_.outputReadyCalls.load(std::memory_order_acquire) != callsBefore; };
  if (ready()) return true;
  // On the real clock, as the simulated one may stand still meanwhile.
  const std::int64_t deadline = audio::real_now() + bufferNanoseconds_ / 2 - (audio::now() - entered);
  while (audio::real_now() < deadline && !finishing()) {
    if (ready()) return true;
    relax();
  }
  return ready();
}

void Running::take(OutputPath path) noexcept {
  if (path_ == OutputPath::Undecided) {
    note_event(path == OutputPath::Direct ? "the host says outputReady: the output goes out at once"
                                          : "the host does not say outputReady: the output goes out one buffer later");
  }
  path_ = path;
  live_.outputPath.store(path, std::memory_order_release);
  live_.check_told_path();
}

}  // namespace flexlab::driver
