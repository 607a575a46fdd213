#include "virtual/virtual_stream.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <system_error>

#include "virtual/platform.h"
#include "virtual/sample_codec.h"

namespace flexlab::virtual_device {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
/// How long a stop may wait for a thread that sleeps.
constexpr std::int64_t kLongestSleep = 20'000'000;
/// A stream that is further behind than this (a suspended machine) goes on from now instead of catching up.
constexpr std::int64_t kCatchUpLimit = kSecond / 2;
constexpr std::uint32_t kJitterSeed = 0x71771e55;

std::vector<Fault> vanishes_of(const Device& device) {
  std::vector<Fault> vanishes;
  std::ranges::copy_if(device.faults, std::back_inserter(vanishes),
                       [](const Fault& fault) { return fault.kind == FaultKind::Vanish; });
  return vanishes;
}

}  // namespace

VirtualStream::Side::Side(int channels, audio::SampleType sampleType, std::size_t frames)
    : type(sampleType),
      bytes(static_cast<std::size_t>(channels), std::vector<unsigned char>(frames * audio::bytes_of(sampleType))),
      samples(static_cast<std::size_t>(channels), std::vector<double>(frames)) {
  for (std::vector<double>& channel : samples) pointers.push_back(channel.data());
}

VirtualStream::VirtualStream(const StreamPlan& plan, PaUtilStreamInterface* interface, PaStreamCallback* callback,
                             void* userData)
    : PaUtilStreamRepresentation{},
      plan_(plan),
      frames_(static_cast<std::int64_t>(plan.framesPerCallback)),
      inputUse_(plan.input),
      outputUse_(plan.output == plan.input ? nullptr : plan.output),
      stalls_([&] {
        std::vector<Stall> stalls;
        for (const Fault& fault : plan.leader().faults) {
          if (fault.kind != FaultKind::Stall) continue;
          stalls.push_back({fault.at, std::llround(fault.seconds * static_cast<double>(kSecond))});
        }
        return stalls;
      }()),
      vanishes_(vanishes_of(plan.leader())),
      rate_(plan.shape.rate * (1 + plan.leader().clockPpm * 1e-6)),
      input_(plan.shape.inputs, *audio::sample_type_of(plan.inputFormat), plan.framesPerCallback),
      output_(plan.shape.outputs, *audio::sample_type_of(plan.outputFormat), plan.framesPerCallback),
      path_(std::make_unique<Path>(plan.leader(), plan.shape)) {
  if (plan.clock == Clock::Fast) simulated_ = Conductor::shared();
  PaUtil_InitializeStreamRepresentation(this, interface, callback, userData);
  PaUtil_InitializeCpuLoadMeasurer(&cpuLoad_, plan.shape.rate);
}

VirtualStream::~VirtualStream() {
  stop();
  if (hasProcessor_) PaUtil_TerminateBufferProcessor(&processor_);
  PaUtil_TerminateStreamRepresentation(this);
}

PaError VirtualStream::init_processor(PaStreamFlags flags, PaStreamCallback* callback, void* userData) {
  // The device takes the caller's sample type and block size, so the processor only moves samples.
  const PaError result = PaUtil_InitializeBufferProcessor(
      &processor_, plan_.shape.inputs, plan_.inputFormat, audio::pa_format_of(input_.type) | paNonInterleaved,
      plan_.shape.outputs, plan_.outputFormat, audio::pa_format_of(output_.type) | paNonInterleaved, plan_.shape.rate,
      flags, plan_.framesPerCallback, plan_.framesPerCallback, paUtilFixedHostBufferSize, callback, userData);
  hasProcessor_ = result == paNoError;
  return result;
}

PaError VirtualStream::start() {
  if (!isFresh_) path_ = std::make_unique<Path>(plan_.leader(), plan_.shape);
  isFresh_ = false;
  lateness_ = 0;
  PaUtil_ResetBufferProcessor(&processor_);
  PaUtil_ResetCpuLoadMeasurer(&cpuLoad_);
  shallStop_ = false;
  isStarted_ = true;
  isActive_ = true;
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {
    isStarted_ = false;
    isActive_ = false;
    return paInternalError;
  }
  return paNoError;
}

void VirtualStream::stop() noexcept {
  if (!isStarted_) return;
  const double hang = plan_.leader().open.stopHangSeconds;
  if (hang > 0) std::this_thread::sleep_for(std::chrono::duration<double>(hang));
  shallStop_ = true;
  {
    const std::lock_guard lock(partMutex_);
    if (part_ != nullptr) part_->dismiss();
  }
  if (thread_.joinable()) thread_.join();
  isStarted_ = false;
}

double VirtualStream::time() const noexcept {
  const std::int64_t nanoseconds = simulated_ ? simulated_->time() : audio::now();
  return static_cast<double>(nanoseconds) / static_cast<double>(kSecond);
}

// Real-time from here on: no allocation, no lock, no log; system calls are the clock and the sleep.
void VirtualStream::run() noexcept {
  std::optional<Conductor::Part> part;
  if (simulated_) {
    part.emplace(*simulated_);
    const std::lock_guard lock(partMutex_);
    part_ = &*part;
  } else {
    request_realtime();
  }
  const std::int64_t begin = simulated_ ? simulated_->time() : audio::real_now();
  if (plan_.speaks != nullptr) {
    // The output's half of the delay; the rest is the listener's.
    const double delay = delay_of(plan_.leader(), plan_.shape);
    const double half = (delay - std::floor(delay / 2)) / rate_ * static_cast<double>(kSecond);
    plan_.speaks->begin(this, static_cast<double>(begin) + half, rate_);
  }
  std::int64_t position = 0;
  int result = paContinue;
  for (std::int64_t callback = 0; result == paContinue && !shallStop_; ++callback) {
    const std::int64_t end = position + frames_;
    if (vanishes_before(end)) break;
    for (const Stall& stall : stalls_) {
      if (stall.at >= position && stall.at < end) lateness_ += stall.nanoseconds;
    }
    // An input buffer can be delivered when its last frame has come in.
    const std::int64_t due = begin + complete_at(end) + lateness_;
    if (part) {
      if (!part->wait_for(due)) break;
    } else {
      const std::int64_t moment = due + jitter_of(callback);
      if (!wait_until(moment)) break;
      const std::int64_t late = audio::real_now() - moment;
      if (late > kCatchUpLimit) lateness_ += late;
    }
    result = deliver(begin);
    position = end;
  }
  if (part) {
    const std::lock_guard lock(partMutex_);
    part_ = nullptr;
  }
  part.reset();
  isActive_ = false;
  if (streamFinishedCallback != nullptr) streamFinishedCallback(userData);
}

/// False when the stream shall stop meanwhile.
bool VirtualStream::wait_until(std::int64_t due) noexcept {
  while (!shallStop_) {
    const std::int64_t now = audio::real_now();
    if (now >= due) return true;
    sleep_until(std::min(due, now + kLongestSleep));
  }
  return false;
}

bool VirtualStream::vanishes_before(std::int64_t end) noexcept {
  Absence& absence = *plan_.leader().absence;
  const std::size_t happened = absence.vanished.load(std::memory_order_acquire);
  if (happened >= vanishes_.size() || vanishes_[happened].at >= end) return false;
  // Without a time it can be opened again at once, and vanishes again.
  const double away = vanishes_[happened].seconds;
  if (away > 0) {
    absence.backAt.store(audio::now() + std::llround(away * static_cast<double>(kSecond)), std::memory_order_release);
    absence.vanished.store(happened + 1, std::memory_order_release);
  }
  return true;
}

std::int64_t VirtualStream::nanoseconds_of(std::int64_t frames) const noexcept {
  if (plan_.leader().clockPpm != 0) {
    return std::llround(static_cast<double>(frames) / rate_ * static_cast<double>(kSecond));
  }
  const std::int64_t rate = plan_.shape.rate;
  return frames / rate * kSecond + (frames % rate * kSecond + rate / 2) / rate;
}

/// Time from start to the end of the host period that completes so many frames.
std::int64_t VirtualStream::complete_at(std::int64_t frames) const noexcept {
  return nanoseconds_of((frames + plan_.hostPeriod - 1) / plan_.hostPeriod * plan_.hostPeriod);
}

std::int64_t VirtualStream::jitter_of(std::int64_t callback) const noexcept {
  const double milliseconds = plan_.leader().jitterMs;
  if (milliseconds == 0) return 0;
  return static_cast<std::int64_t>(hashed_fraction(static_cast<std::uint64_t>(callback), 0, kJitterSeed) *
                                   milliseconds * 1e6);
}

int VirtualStream::deliver(std::int64_t begin) noexcept {
  const auto count = static_cast<std::size_t>(frames_);
  if (plan_.hears != nullptr) {
    path_->listen(*plan_.hears, static_cast<double>(begin + lateness_), static_cast<double>(kSecond) / rate_);
  }
  path_->read(input_.pointers.data(), frames_);
  for (std::size_t channel = 0; channel < input_.bytes.size(); ++channel) {
    encode(input_.type, input_.samples[channel].data(), input_.bytes[channel].data(), count);
  }
  const Path::Slips slips = path_->take_slips();
  const PaStreamCallbackFlags flags = (slips.underflow ? paInputUnderflow : 0) | (slips.overflow ? paInputOverflow : 0);

  const double now = time();
  const double period = static_cast<double>(frames_) / plan_.shape.rate;
  PaStreamCallbackTimeInfo timeInfo{
      .inputBufferAdcTime = now - period, .currentTime = now, .outputBufferDacTime = now + streamInfo.outputLatency};
  PaUtil_BeginCpuLoadMeasurement(&cpuLoad_);
  PaUtil_BeginBufferProcessing(&processor_, &timeInfo, flags);
  PaUtil_SetInputFrameCount(&processor_, plan_.framesPerCallback);
  for (std::size_t channel = 0; channel < input_.bytes.size(); ++channel) {
    PaUtil_SetNonInterleavedInputChannel(&processor_, static_cast<unsigned>(channel), input_.bytes[channel].data());
  }
  PaUtil_SetOutputFrameCount(&processor_, plan_.framesPerCallback);
  for (std::size_t channel = 0; channel < output_.bytes.size(); ++channel) {
    PaUtil_SetNonInterleavedOutputChannel(&processor_, static_cast<unsigned>(channel), output_.bytes[channel].data());
  }
  int result = paContinue;
  PaUtil_EndBufferProcessing(&processor_, &result);
  PaUtil_EndCpuLoadMeasurement(&cpuLoad_, plan_.framesPerCallback);

  for (std::size_t channel = 0; channel < output_.bytes.size(); ++channel) {
    decode(output_.type, output_.bytes[channel].data(), output_.samples[channel].data(), count);
  }
  path_->write(output_.pointers.data(), frames_);
  if (plan_.speaks != nullptr) {
    plan_.speaks->write(this, output_.pointers.data(), static_cast<int>(output_.pointers.size()), frames_);
  }
  return result;
}

}  // namespace flexlab::virtual_device
