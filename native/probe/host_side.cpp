#include "probe/host_side.h"

#include <algorithm>
#include <cstring>

#include "audio/clock.h"
#include "audio/error.h"
#include "probe/thread_facts.h"

namespace flexlab::probe {
namespace {

namespace abi = driver::abi;

/// The CPU clock of a thread costs a system call, so it is read once in so many callbacks.
constexpr std::uint64_t kCpuEvery = 16;

std::atomic<HostSide*> current{nullptr};

}  // namespace

HostSide::HostSide(TestedDriver& driver) : driver_(driver), live_(driver.live()) {
  HostSide* nobody = nullptr;
  if (!current.compare_exchange_strong(nobody, this)) {
    throw audio::Error(
        {.code = "probe-busy", .message = "Another test runs already.", .hint = "Wait for it to end, or cancel it."});
  }
}

HostSide::~HostSide() { current.store(nullptr); }

const abi::Callbacks& HostSide::callbacks() noexcept {
  static const abi::Callbacks callbacks{
      .bufferSwitch =
          [](std::int32_t half, abi::Bool) {
            HostSide* self = current.load(std::memory_order_acquire);
            if (self == nullptr) return;
            if (self->setup_.countsFrames) return self->on_switch(self->counted_frames(), half);
            abi::Samples position{};
            abi::TimeStamp time{};
            if (self->driver_.getSamplePosition(&position, &time) == abi::Error::Ok) {
              self->on_switch(abi::from_wide(position), half);
            }
          },
      .sampleRateDidChange = [](double) {},
      .message =
          [](std::int32_t selector, std::int32_t value, void*, double*) {
            HostSide* self = current.load(std::memory_order_acquire);
            return self == nullptr ? 0 : self->on_message(selector, value);
          },
      .bufferSwitchTimeInfo = [](abi::Time* time, std::int32_t half, abi::Bool) -> abi::Time* {
        HostSide* self = current.load(std::memory_order_acquire);
        if (self == nullptr) return nullptr;
        self->on_switch(
            self->setup_.countsFrames ? self->counted_frames() : abi::from_wide(time->timeInfo.samplePosition), half);
        return nullptr;
      },
  };
  return callbacks;
}

void HostSide::prepare(Setup setup) {
  setup_ = std::move(setup);
  const auto frames = static_cast<std::uint64_t>(setup_.frames);
  wantedSwitches_ = (setup_.recordFrames + frames - 1) / frames;
  setup_.telemetry->prepare({.inputType = setup_.inputType,
                             .outputType = setup_.outputType,
                             .inputs = setup_.inputs,
                             .frames = static_cast<std::size_t>(setup_.frames),
                             .sampleRate = setup_.sampleRate});
  recorder_.emplace(setup_.inputType, setup_.inputs, setup_.recordFrames);
  Player::Setup playing{.type = setup_.outputType,
                        .channels = setup_.outputs,
                        .frames = static_cast<std::size_t>(setup_.frames),
                        .sampleRate = setup_.sampleRate,
                        .codeBits = setup_.codeBits};
  if (setup_.recordFrames > 0) playing.end = setup_.recordFrames;
  player_.emplace(playing, setup_.playback, *setup_.inbox);
  for (std::vector<double>* column : {&timing_.entered, &timing_.duration, &timing_.position}) {
    column->resize(wantedSwitches_);
  }
}

void HostSide::begin() noexcept {
  begun_ = audio::now();
  begunReal_ = audio::real_now();
}

void HostSide::on_switch(std::uint64_t position, std::int32_t half) noexcept {
  const std::int64_t entered = audio::now();
  const std::int64_t enteredReal = audio::real_now();
  // Silence that stands in for a device that went away is no recording of it.
  if (done_.load(std::memory_order_relaxed) || losses() > 0) {
    fall_silent(half);
    driver_.outputReady();
    return;
  }
  const auto frames = static_cast<std::size_t>(setup_.frames);
  const abi::BufferInfo* buffer = setup_.buffers.data();
  Telemetry& telemetry = *setup_.telemetry;
  player_->begin(position);
  telemetry.begin(position);
  for (std::uint32_t channel = 0; channel < setup_.inputs; ++channel, ++buffer) {
    const auto* samples = static_cast<const std::byte*>(buffer->buffers[half]);
    telemetry.heard(channel, samples, recorder_->keep(channel, position, frames, samples));
  }
  for (std::uint32_t channel = 0; channel < setup_.outputs; ++channel, ++buffer) {
    auto* samples = static_cast<std::byte*>(buffer->buffers[half]);
    telemetry.played(channel, samples, player_->fill(channel, samples));
  }
  driver_.outputReady();
  telemetry.end(entered, audio::real_now() - enteredReal);

  const std::uint64_t number = switches_.load(std::memory_order_relaxed);
  if (number == 0) timing_.firstCallbackMs = static_cast<double>(enteredReal - begunReal_) * 1e-6;
  const bool last = number + 1 == wantedSwitches_;
  if (number % kCpuEvery == 0 || last) note_thread(number);
  if (number < wantedSwitches_) {
    timing_.entered[number] = static_cast<double>(entered - begun_) * 1e-9;
    timing_.position[number] = static_cast<double>(position);
    timing_.duration[number] = static_cast<double>(audio::real_now() - enteredReal) * 1e-9;
  }
  switches_.store(number + 1, std::memory_order_release);
  if (last) {
    finalCounters_ = counters();
    done_.store(true, std::memory_order_release);
  }
}

void HostSide::fall_silent(std::int32_t half) const noexcept {
  const std::size_t bytes = static_cast<std::size_t>(setup_.frames) * audio::bytes_of(setup_.outputType);
  for (std::size_t i = setup_.inputs; i < setup_.buffers.size(); ++i) {
    std::memset(setup_.buffers[i].buffers[half], 0, bytes);
  }
}

void HostSide::note_thread(std::uint64_t number) noexcept {
  const std::optional<std::int64_t> cpu = thread_cpu_time();
  const std::int64_t now = audio::real_now();
  if (number == 0) {
    realtime_ = thread_is_realtime();
    firstCpu_ = cpu;
    firstCpuAt_ = now;
  }
  lastCpu_ = cpu;
  lastCpuAt_ = now;
}

std::int32_t HostSide::on_message(std::int32_t selector, std::int32_t value) noexcept {
  switch (static_cast<abi::HostMessage>(selector)) {
    case abi::HostMessage::SelectorSupported:
      switch (static_cast<abi::HostMessage>(value)) {
        case abi::HostMessage::EngineVersion:
        case abi::HostMessage::ResetRequest:
        case abi::HostMessage::LatenciesChanged:
        case abi::HostMessage::SupportsTimeInfo:
        case abi::HostMessage::Overload: return 1;
        default: return 0;
      }
    case abi::HostMessage::EngineVersion: return 2;
    case abi::HostMessage::SupportsTimeInfo: return 1;
    case abi::HostMessage::ResetRequest: resetRequests_.fetch_add(1, std::memory_order_relaxed); return 1;
    case abi::HostMessage::LatenciesChanged: latencyChanges_.fetch_add(1, std::memory_order_relaxed); return 1;
    case abi::HostMessage::Overload: overloads_.fetch_add(1, std::memory_order_relaxed); return 1;
    default: return 0;
  }
}

double HostSide::stream_seconds() const noexcept {
  return static_cast<double>(switches()) * setup_.frames / setup_.sampleRate;
}

ProbeCounters HostSide::counters() const noexcept {
  if (done()) return finalCounters_;
  static const driver::Counters untold;
  const driver::Counters& counters = live_ == nullptr ? untold : live_->counters;
  const auto of = [](const std::atomic<std::uint64_t>& counter) { return counter.load(std::memory_order_relaxed); };
  return {.bufferSwitches = switches(),
          .inputUnderflows = of(counters.inputUnderflows),
          .inputOverflows = of(counters.inputOverflows),
          .outputUnderflows = of(counters.outputUnderflows),
          .outputOverflows = of(counters.outputOverflows),
          .missedOutputReady = of(counters.missedOutputReady),
          .resetRequests = of(resetRequests_),
          .latencyChanges = of(latencyChanges_),
          .overloads = of(overloads_)};
}

ProbeTiming HostSide::take_timing() {
  const std::uint64_t rows = std::min(switches(), wantedSwitches_);
  for (std::vector<double>* column : {&timing_.entered, &timing_.duration, &timing_.position}) column->resize(rows);
  return std::move(timing_);
}

std::optional<ProbeRecording> HostSide::take_recording() {
  if (setup_.inputs == 0 || setup_.recordFrames == 0) return std::nullopt;
  const std::uint64_t frames = std::min(setup_.recordFrames, switches() * static_cast<std::uint64_t>(setup_.frames));
  return ProbeRecording{.input = recorder_->take(frames), .codeBits = setup_.codeBits, .frames = frames};
}

std::optional<double> HostSide::cpu_percent() const noexcept {
  if (!firstCpu_ || !lastCpu_ || lastCpuAt_ <= firstCpuAt_) return std::nullopt;
  return 100.0 * static_cast<double>(*lastCpu_ - *firstCpu_) / static_cast<double>(lastCpuAt_ - firstCpuAt_);
}

}  // namespace flexlab::probe
