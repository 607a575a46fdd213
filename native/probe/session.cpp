#include "probe/session.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>

#include "audio/clock.h"
#include "audio/error.h"
#include "probe/glitch_count.h"
#include "probe/host_side.h"
#include "probe/position_code.h"

namespace flexlab::probe {
namespace {

namespace abi = driver::abi;
using audio::Error;

/// How often the run is looked after. Audio threads wake nobody.
constexpr std::chrono::milliseconds kPeriod{2};
/// A stream that has not called for so long will not any more.
constexpr std::int64_t kLostAfter = 2'000'000'000;
/// Beyond what fading takes by itself, a stream that may be stuck is not waited for any longer.
constexpr double kFadePatience = 0.3;
/// Beyond what any driver has.
constexpr std::int32_t kMostChannels = 1024;
constexpr std::int32_t kMostFrames = 1 << 24;
constexpr double kMostRecordingBytes = 1024.0 * 1024 * 1024;

constexpr auto kFirstCounter = static_cast<std::size_t>(live::Field::BufferSwitches);
constexpr std::size_t kCounterCount = 9;

void set(LiveFields& fields, live::Field field, double value) noexcept {
  fields[static_cast<std::size_t>(field)] = value;
}

/// Frames of so many seconds that a host API tells; not a number when it does not.
double told_frames(double seconds, double sampleRate) noexcept {
  return seconds > 0 && seconds < 10 ? seconds * sampleRate : std::numeric_limits<double>::quiet_NaN();
}

std::string number_text(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15 ? std::to_string(static_cast<long long>(value))
                                                              : std::to_string(value);
}

/// Throws what the driver says of its last failure.
void require(const TestedDriver& driver, bool ok, const char* code, const char* message) {
  if (!ok) throw Error(driver.failure(code, message));
}

void require(const TestedDriver& driver, abi::Error answer, const char* code, const char* message) {
  require(driver, answer == abi::Error::Ok, code, message);
}

double milliseconds_since(std::int64_t begun) { return static_cast<double>(audio::real_now() - begun) * 1e-6; }

bool believed(std::int32_t frames, double sampleRate) { return frames >= 0 && frames <= 10 * sampleRate; }

std::uint32_t channels_of(const std::optional<ProbeDevice>& device) {
  return device ? static_cast<std::uint32_t>(std::max(0, device->channels)) : 0;
}

std::optional<ProbeDevice> device_of(const std::optional<driver::SideFacts>& side) {
  if (!side) return std::nullopt;
  return ProbeDevice{.name = side->device, .channels = side->channels, .sampleType = side->sampleType};
}

Error driver_stalled(const ProbeStream& stream, bool everCame) {
  return Error({.code = "device-lost",
                .message = "The driver \"" + stream.driverName + "\" " +
                           (everCame ? "stopped calling for sound while it was tested."
                                     : "was started but never called for sound."),
                .hint = "Check that its device is connected and that no other program holds it; test again."});
}

Error device_lost(const ProbeStream& stream, bool everCame) {
  const std::string table = stream.input ? "input" : "output";
  const std::string name = stream.input ? stream.input->name : stream.output->name;
  return Error({.code = "device-lost",
                .message = everCame ? "The device \"" + name + "\" went away or stopped while it was tested."
                                    : "The device \"" + name + "\" was opened but never delivered a buffer.",
                .hint = "Check that it is connected and switched on, and that no other program holds it; test again.",
                .table = table,
                .key = "device"});
}

/// A driver of any maker may answer anything; what is computed with has to make sense.
void check_answers(const ProbeStream& stream, std::int32_t inputs, std::int32_t outputs) {
  const auto refuse = [&](const std::string& answer) {
    throw Error(
        {.code = "open-failed",
         .message = "The driver \"" + stream.driverName + "\" answers what no host can work with: " + answer + ".",
         .hint = "Open its control panel and choose a device and a rate; else ask its maker."});
  };
  if (inputs < 0 || outputs < 0 || inputs + outputs == 0 || std::max(inputs, outputs) > kMostChannels) {
    refuse(std::to_string(inputs) + " inputs, " + std::to_string(outputs) + " outputs");
  }
  if (!(stream.sampleRate >= 1 && stream.sampleRate <= 1e7)) {
    refuse("a sample rate of " + number_text(stream.sampleRate) + " Hz");
  }
  if (stream.minFrames < 1 || stream.maxFrames < stream.minFrames || stream.maxFrames > kMostFrames) {
    refuse("buffers of " + std::to_string(stream.minFrames) + " to " + std::to_string(stream.maxFrames) + " frames");
  }
}

void check_buffer_size(std::int32_t frames, const ProbeStream& stream, const std::string& configured) {
  if (frames >= stream.minFrames && frames <= stream.maxFrames) return;
  const bool fixed = stream.minFrames == stream.maxFrames;
  throw Error({.code = "buffer-size-not-supported",
               .message = "A buffer of " + std::to_string(frames) + " frames is not possible; the driver takes " +
                          (fixed ? "only " + std::to_string(stream.minFrames)
                                 : std::to_string(stream.minFrames) + " to " + std::to_string(stream.maxFrames)) +
                          " at " + number_text(stream.sampleRate) + " Hz.",
               .hint = fixed ? "Change bufferSizeSamples, or test without choosing a buffer size."
                             : "Choose a size in that range.",
               .table = configured.empty() ? "" : "top",
               .key = configured});
}

std::int32_t count_frames(double seconds, double sampleRate) {
  return static_cast<std::int32_t>(std::clamp(std::ceil(seconds * sampleRate), 1.0, 2147483647.0));
}

}  // namespace

Session::Session(ProbePlan plan, Load load) : plan_(std::move(plan)), load_(std::move(load)) {
  live_.fill(std::numeric_limits<double>::quiet_NaN());
  set(live_, live::Field::Stage, static_cast<double>(LiveStage::Opening));
  for (std::size_t i = 0; i < kCounterCount; ++i) live_[kFirstCounter + i] = 0;
  for (const live::Field field :
       {live::Field::Seconds, live::Field::Inputs, live::Field::Outputs, live::Field::Glitches}) {
    set(live_, field, 0);
  }
}

Session::~Session() = default;

std::optional<ProbeStream> Session::stream() const {
  const std::lock_guard lock(mutex_);
  return stream_;
}

void Session::play(const Playback& playback) {
  const std::optional<ProbeStream> running = stream();
  check_signal(playback.signal, running ? std::optional(running->sampleRate) : std::nullopt);
  inbox_.put(playback);
  const std::lock_guard lock(mutex_);
  played_ = playback;
  playedAnew_ = true;
}

std::size_t Session::write_live(std::span<std::byte> into) noexcept {
  LiveFields fields;
  {
    const std::lock_guard lock(mutex_);
    fields = live_;
  }
  return frames_.write(telemetry_, fields, into);
}

void Session::check_cancelled() const {
  if (cancelled_.load(std::memory_order_relaxed)) throw Cancelled();
}

ProbeResult Session::run() noexcept {
  ProbeResult result;
  try {
    perform(result);
  } catch (const Cancelled&) {
    result.cancelled = true;
  } catch (const Error& error) {
    result.error = error;
  } catch (const std::bad_alloc&) {
    result.error = audio::Failure{.code = "out-of-memory",
                                  .message = "There is not enough memory for the recording.",
                                  .hint = "Record for a shorter time."};
  } catch (const std::exception& error) {
    result.error = audio::Failure{.code = "internal-error", .message = error.what(), .hint = "Please report this."};
  }
  return result;
}

void Session::choose_sample_rate(TestedDriver& driver) {
  if (!plan_.sampleRate) return;
  require(driver, driver.canSampleRate(*plan_.sampleRate), "sample-rate-not-supported",
          "The sample rate is not possible.");
  require(driver, driver.setSampleRate(*plan_.sampleRate), "sample-rate-not-supported",
          "The sample rate was not taken.");
}

ProbeStream Session::open(TestedDriver& driver, HostSide& host) {
  const DriverIdentity identity = driver.identity();
  ProbeStream stream{.driverName = identity.name, .driverVersion = identity.version};
  std::int32_t inputs = 0;
  std::int32_t outputs = 0;
  require(driver, driver.getChannels(&inputs, &outputs), "open-failed", "The driver has no channels.");
  choose_sample_rate(driver);
  require(driver, driver.getSampleRate(&stream.sampleRate), "open-failed", "The driver has no sample rate.");
  require(driver,
          driver.getBufferSize(&stream.minFrames, &stream.maxFrames, &stream.preferredFrames, &stream.granularity),
          "open-failed", "The driver has no buffer size.");
  check_answers(stream, inputs, outputs);
  stream.bufferFrames = plan_.bufferFrames.value_or(stream.preferredFrames);
  const driver::Facts facts = driver.facts();
  stream.backend = facts.backend;
  stream.exclusive = facts.exclusive;
  stream.input = device_of(facts.input);
  stream.output = device_of(facts.output);
  check_signal(plan_.playback.signal, stream.sampleRate);
  const bool isOwn = driver.live() != nullptr;
  check_buffer_size(stream.bufferFrames, stream,
                    isOwn && stream.minFrames == stream.maxFrames ? "bufferSizeSamples" : "");
  check_cancelled();

  HostSide::Setup setup{.inputs = static_cast<std::uint32_t>(inputs),
                        .outputs = static_cast<std::uint32_t>(outputs),
                        .frames = stream.bufferFrames,
                        .sampleRate = stream.sampleRate,
                        .playback = plan_.playback,
                        .inbox = &inbox_,
                        .telemetry = &telemetry_,
                        .countsFrames = !isOwn};
  if (stream.input) setup.inputType = stream.input->sampleType;
  if (stream.output) setup.outputType = stream.output->sampleType;
  setup.codeBits = 24;
  if (stream.input) setup.codeBits = std::min(setup.codeBits, code_bits_of(setup.inputType));
  if (stream.output) setup.codeBits = std::min(setup.codeBits, code_bits_of(setup.outputType));
  if (plan_.seconds) {
    setup.recordFrames = static_cast<std::uint64_t>(count_frames(*plan_.seconds, stream.sampleRate));
    const auto frames = static_cast<double>(setup.recordFrames);
    if (Recorder::bytes_needed(setup.inputType, setup.inputs, frames) > kMostRecordingBytes) {
      throw Error({.code = "recording-too-long",
                   .message = "A recording of " + number_text(*plan_.seconds) + " s does not fit into memory.",
                   .hint = "Record for a shorter time, or with fewer channels."});
    }
  }
  for (std::int32_t channel = 0; channel < inputs; ++channel) {
    setup.buffers.push_back({.isInput = abi::kYes, .channel = channel, .buffers = {}});
  }
  for (std::int32_t channel = 0; channel < outputs; ++channel) {
    setup.buffers.push_back({.isInput = abi::kNo, .channel = channel, .buffers = {}});
  }
  require(driver,
          driver.createBuffers(setup.buffers.data(), static_cast<std::int32_t>(setup.buffers.size()),
                               stream.bufferFrames, &HostSide::callbacks()),
          "open-failed", "The devices did not open.");
  for (const abi::BufferInfo& buffer : setup.buffers) {
    if (buffer.buffers[0] == nullptr || buffer.buffers[1] == nullptr) {
      throw Error({.code = "open-failed",
                   .message = "The driver \"" + stream.driverName + "\" gives no memory for a channel's buffers.",
                   .hint = "No host can work with that; ask its maker."});
    }
  }
  host.prepare(std::move(setup));

  driver.outputReady();  // this host says so in every bufferSwitch, which counts in the latency
  require(driver, driver.getLatencies(&stream.reportedInputFrames, &stream.reportedOutputFrames), "open-failed",
          "The driver has no latencies.");
  const driver::Facts opened = driver.facts();
  if (!believed(opened.claimedInputLatency.value_or(0), stream.sampleRate)) {
    stream.reportedInputFrames = *opened.claimedInputLatency;
  }
  if (!believed(opened.claimedOutputLatency.value_or(0), stream.sampleRate)) {
    stream.reportedOutputFrames = *opened.claimedOutputLatency;
  }
  return stream;
}

void Session::perform(ProbeResult& result) {
  check_cancelled();
  const std::int64_t openBegun = audio::real_now();
  const std::unique_ptr<TestedDriver> loaded = load_(plan_);
  TestedDriver& driver = *loaded;
  HostSide host(driver);
  require(driver, driver.init() == abi::kYes, "open-failed", "The driver did not start.");
  check_cancelled();
  const ProbeStream stream = open(driver, host);
  const double openMs = milliseconds_since(openBegun);
  result.stream = stream;
  {
    const std::lock_guard lock(mutex_);
    stream_ = stream;
    const auto shown = [](const std::optional<ProbeDevice>& device) {
      return static_cast<double>(std::min<std::size_t>(channels_of(device), live::kChannels));
    };
    set(live_, live::Field::SampleRate, stream.sampleRate);
    set(live_, live::Field::BufferFrames, stream.bufferFrames);
    set(live_, live::Field::Inputs, shown(stream.input));
    set(live_, live::Field::Outputs, shown(stream.output));
    set(live_, live::Field::ReportedFrames,
        static_cast<double>(stream.reportedInputFrames) + stream.reportedOutputFrames);
  }
  check_cancelled();

  host.begin();
  const std::int64_t startBegun = audio::real_now();
  require(driver, driver.start(), "start-failed", "The stream did not start.");
  const double startMs = milliseconds_since(startBegun);
  GlitchCount glitches(telemetry_, {.inputs = channels_of(stream.input),
                                    .outputs = channels_of(stream.output),
                                    .sampleRate = stream.sampleRate,
                                    .codeBits = host.code_bits()});
  glitches.play(plan_.playback);
  wait_for_end(driver, host, glitches, result);

  publish(LiveStage::Stopping, driver, host, glitches);
  const abi::Error stopped = driver.stop();
  if (!result.error && stopped != abi::Error::Ok) {
    result.error = driver.failure("stop-failed", "The stream did not stop.");
  }
  driver.disposeBuffers();

  result.counters = host.counters();
  result.cpuPercent = host.cpu_percent();
  result.realtime = host.realtime();
  result.recording = host.take_recording();
  result.timing = host.take_timing();
  result.timing->openMs = openMs;
  result.timing->startMs = startMs;
}

void Session::wait_for_end(TestedDriver& driver, HostSide& host, GlitchCount& glitches, ProbeResult& result) {
  std::uint64_t seen = 0;
  std::int64_t seenAt = audio::real_now();
  while (!host.done()) {
    publish(LiveStage::Running, driver, host, glitches);
    if (cancelled_.load(std::memory_order_relaxed)) {
      result.cancelled = true;
      glitches.leave();
      if (plan_.playback.fadeFrames > 0) fade_away(driver, host, *result.stream);
      return;
    }
    const std::uint64_t switches = host.switches();
    const std::int64_t now = audio::real_now();
    if (switches != seen) {
      seen = switches;
      seenAt = now;
    }
    if (host.losses() > 0 || now - seenAt > kLostAfter) {
      if (host.done()) return;
      result.error = (driver.live() == nullptr ? driver_stalled : device_lost)(*result.stream, seen > 0);
      return;
    }
    driver.wait(kPeriod);
  }
}

void Session::fade_away(TestedDriver& driver, HostSide& host, const ProbeStream& stream) {
  host.leave();
  // What has faded still waits in the driver and the device for so many buffers.
  const auto queued = static_cast<std::uint64_t>(std::max(0, stream.reportedOutputFrames) / stream.bufferFrames) + 2;
  std::optional<std::uint64_t> leftAt;
  const double seconds = kFadePatience + Playback::kLongestFade / stream.sampleRate;
  const std::int64_t deadline = audio::real_now() + static_cast<std::int64_t>(seconds * 1e9);
  while (!host.done() && audio::real_now() < deadline) {
    if (!leftAt && host.has_left()) leftAt = host.switches();
    if (leftAt && host.switches() >= *leftAt + queued) return;
    driver.wait(kPeriod);
  }
}

void Session::publish(LiveStage stage, const TestedDriver& driver, const HostSide& host, GlitchCount& glitches) {
  const ProbeCounters counters = host.counters();
  std::optional<Playback> played;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(playedAnew_, false)) played = played_;
  }
  if (played) glitches.play(*played);
  glitches.look(counters, host.stream_seconds());

  const std::uint64_t values[kCounterCount] = {
      counters.bufferSwitches,   counters.inputUnderflows, counters.inputOverflows,
      counters.outputUnderflows, counters.outputOverflows, counters.missedOutputReady,
      counters.resetRequests,    counters.latencyChanges,  counters.overloads};
  const auto known = [](const auto& value) {
    return value ? static_cast<double>(*value) : std::numeric_limits<double>::quiet_NaN();
  };
  const driver::LiveState* told = driver.live();
  const std::lock_guard lock(mutex_);
  set(live_, live::Field::Stage, static_cast<double>(stage));
  set(live_, live::Field::Seconds, host.stream_seconds());
  for (std::size_t i = 0; i < kCounterCount; ++i) live_[kFirstCounter + i] = static_cast<double>(values[i]);
  set(live_, live::Field::Glitches, static_cast<double>(glitches.count()));
  set(live_, live::Field::LastGlitchSeconds, known(glitches.last_seconds()));
  set(live_, live::Field::MeasuredFrames, known(glitches.round_trip()));
  const double rate = stream_->sampleRate;
  if (told == nullptr) return;
  set(live_, live::Field::QueuedInputFrames, told_frames(told->inputAge.load(std::memory_order_relaxed), rate));
  set(live_, live::Field::QueuedOutputFrames, told_frames(told->outputAhead.load(std::memory_order_relaxed), rate));
}

}  // namespace flexlab::probe
