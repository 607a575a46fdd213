#include "driver/status_report.h"

#include "audio/clock.h"
#include "driver/sha256.h"
#include "driver/version.h"

namespace flexlab::driver {
namespace {

using status::State;

void set_side(status::Side& side, const std::optional<PlannedSide>& planned) noexcept {
  side.latency = status::kUnknown;
  if (!planned) return;
  side.device.set(planned->device.name);
  side.sampleType.set(audio::name_of(planned->sampleType));
  side.channels = planned->channels;
}

void forget_buffers(status::Facts& facts) noexcept {
  facts.bufferFrames = 0;
  facts.input.latency = status::kUnknown;
  facts.output.latency = status::kUnknown;
}

}  // namespace

StatusReport::StatusReport(const StatusSettings& settings) : publisher_(settings.place) {
  facts_.version = kVersion;
  facts_.loadedAt = audio::wall_now();
  facts_.exclusive = status::kUnknown;
  facts_.program.set(settings.program.empty() ? status::program_name() : settings.program);
  facts_.configPath.set(settings.configPath);
  forget_buffers(facts_);
}

template <typename Change>
void StatusReport::change(Change change) noexcept {
  const std::lock_guard lock(mutex_);
  change(facts_);
  facts_.changedAt = audio::wall_now();
  publisher_.write(facts_);
}

void StatusReport::tell(status::Facts& facts, const audio::Failure& failure) noexcept {
  facts.errorCode.set(failure.code);
  facts.errorMessage.set(failure.message);
  facts.errorHint.set(failure.hint);
}

void StatusReport::read(std::string_view configText) {
  const std::string digits = sha256(configText);
  const std::lock_guard lock(mutex_);
  facts_.configSha256.set(digits);
}

void StatusReport::failed(const audio::Failure& failure) noexcept {
  change([&](status::Facts& facts) { tell(facts, failure); });
}

void StatusReport::mended() noexcept {
  change([](status::Facts& facts) { tell(facts, {}); });
}

void StatusReport::failed_to_load(const audio::Failure& failure) noexcept {
  change([&](status::Facts& facts) {
    tell(facts, failure);
    facts.state = static_cast<std::uint32_t>(State::Failed);
  });
}

void StatusReport::loaded(const Plan& plan, double sampleRate) noexcept {
  change([&](status::Facts& facts) {
    facts.state = static_cast<std::uint32_t>(State::Loaded);
    facts.sampleRate = sampleRate;
    facts.backend.set(plan.backend);
    facts.exclusive = plan.exclusive() ? static_cast<std::int32_t>(*plan.exclusive()) : status::kUnknown;
    set_side(facts.input, plan.input);
    set_side(facts.output, plan.output);
    tell(facts, {});
  });
}

void StatusReport::tell_joins(const DeviceRates& rates, bool twoClocks, Directions opened) noexcept {
  publisher_.write(status::Joins{.inputRate = opened.input ? rates.capture : 0,
                                 .outputRate = opened.output ? rates.stream : 0,
                                 .twoClocks = twoClocks ? 1U : 0U});
}

void StatusReport::sample_rate(double sampleRate) noexcept {
  change([&](status::Facts& facts) {
    // An open stream keeps its rate until the host builds everything anew.
    if (facts.state == static_cast<std::uint32_t>(State::Loaded)) facts.sampleRate = sampleRate;
  });
}

void StatusReport::prepared(const Prepared& prepared) noexcept {
  change([&](status::Facts& facts) {
    facts.state = static_cast<std::uint32_t>(State::Prepared);
    facts.sampleRate = prepared.sample_rate();
    facts.bufferFrames = prepared.frames();
    const Latencies latencies = prepared.latencies();
    if (prepared.buffers().has_inputs()) facts.input.latency = latencies.input;
    if (prepared.buffers().has_outputs()) facts.output.latency = latencies.output;
    tell_joins(prepared.rates(), prepared.two_clocks(),
               {.input = prepared.buffers().has_inputs(), .output = prepared.buffers().has_outputs()});
  });
}

void StatusReport::found(const Plan& plan, const DevicePath& path) noexcept {
  change([&](status::Facts& facts) {
    const auto follow = [](status::Side& side, const std::optional<PlannedSide>& planned, std::int32_t latency) {
      if (!planned) return;
      side.device.set(planned->device.name);
      if (side.latency != status::kUnknown) side.latency = latency;
    };
    const Latencies latencies = path.latencies();
    follow(facts.input, plan.input, latencies.input);
    follow(facts.output, plan.output, latencies.output);
    tell_joins(path.rates(), path.two_clocks(),
               {.input = facts.input.latency != status::kUnknown, .output = facts.output.latency != status::kUnknown});
  });
}

void StatusReport::started() noexcept {
  change([&](status::Facts& facts) {
    facts.state = static_cast<std::uint32_t>(State::Running);
    facts.startedAt = audio::wall_now();
    tell(facts, {});
  });
}

void StatusReport::stopped() noexcept {
  change([&](status::Facts& facts) { facts.state = static_cast<std::uint32_t>(State::Prepared); });
}

void StatusReport::disposed() noexcept {
  change([&](status::Facts& facts) {
    facts.state = static_cast<std::uint32_t>(State::Loaded);
    forget_buffers(facts);
    publisher_.write(status::Joins{});
  });
}

}  // namespace flexlab::driver
