#include "driver/loaded.h"

#include <cmath>
#include <string>

#include "driver/device_rates.h"
#include "driver/refusal.h"

namespace flexlab::driver {
namespace {

constexpr double kLowestRate = 0.001;
constexpr double kHighestRate = 100'000'000;

bool is_rate(double sampleRate) noexcept { return sampleRate >= kLowestRate && sampleRate < kHighestRate; }

double first_rate(const Plan& plan, const std::atomic<double>* remembered) {
  if (remembered != nullptr) {
    const double rate = remembered->load(std::memory_order_relaxed);
    if (is_rate(rate)) return rate;
  }
  return plan.default_sample_rate();
}

audio::Failure not_a_rate() {
  return {.code = "sample-rate-not-supported",
          .message = "That is not a sample rate.",
          .hint = "Choose one such as 44100, 48000 or 96000 Hz."};
}

}  // namespace

Loaded::Loaded(const Config& config, bool isAlone, std::shared_ptr<LiveState> live, std::atomic<double>* rememberedRate,
               StatusReport* status, log::Log* log)
    : live_(std::move(live)),
      rememberedRate_(rememberedRate),
      status_(status),
      log_(log),
      plan_(std::make_shared<CurrentPlan>(config, isAlone)),
      sampleRate_(first_rate(*plan(), rememberedRate)) {
  // As for a host that has stopped calling it: the late path from the first buffer on.
  if (!plan()->lab.outputReady) live_->outputReady.store(OutputReady::Broken, std::memory_order_release);
  if (status_ != nullptr) status_->loaded(*plan(), sampleRate_);
}

BufferSizes Loaded::buffer_sizes() const { return driver::buffer_sizes(*plan(), sampleRate_); }

Latencies Loaded::latencies() const {
  Latencies latencies;
  std::int32_t frames = 0;
  if (prepared_) {
    latencies = prepared_->latencies();
    frames = prepared_->buffers().has_outputs() ? prepared_->frames() : 0;
  } else {
    frames = buffer_sizes().preferred;
    const std::shared_ptr<const Plan> planned = plan();
    latencies = corrected(estimate_latencies(*planned, sampleRate_, frames), planned->lab);
    if (!planned->output) frames = 0;
  }
  const OutputPath path = live_->expected_path();
  if (prepared_) live_->toldPath.store(path, std::memory_order_release);
  if (path == OutputPath::Late) latencies.output += frames;
  return latencies;
}

std::optional<audio::Failure> Loaded::obstacle_to(double sampleRate) const {
  if (!is_rate(sampleRate)) return not_a_rate();
  // Our own stream is proof, and would be in its own way.
  if (prepared_ && prepared_->sample_rate() == sampleRate) return std::nullopt;
  const std::shared_ptr<const Plan> planned = plan();
  const std::int32_t frames = driver::buffer_sizes(*planned, sampleRate).preferred;
  std::optional<audio::Failure> obstacle = choose_rates(*planned, sampleRate, frames, {}).obstacle;
  if (obstacle) *obstacle = blame(std::move(*obstacle), *planned);
  return obstacle;
}

double Loaded::sample_rate() noexcept {
  remember(sampleRate_);
  return sampleRate_;
}

void Loaded::set_sample_rate(double sampleRate) {
  if (sampleRate == 0) {
    throw Refusal(abi::Error::NoClock, {.code = "sample-rate-not-supported",
                                        .message = "There is no external clock to follow.",
                                        .hint = "Choose a sample rate."});
  }
  if (!is_rate(sampleRate)) throw Refusal(abi::Error::InvalidParameter, not_a_rate());
  if (sampleRate == sampleRate_) {
    remember(sampleRate);
    return;
  }
  if (prepared_) {
    // The open stream keeps its rate; the host is to build everything anew with this one.
    if (!prepared_->host().takes_reset_request()) {
      throw Refusal(abi::Error::InvalidMode,
                    {.code = "sample-rate-not-supported",
                     .message = "The sample rate cannot change now: this program takes no reset requests.",
                     .hint = "Stop its audio engine, change the rate, start again."});
    }
    take(sampleRate);
    prepared_->request_reset();
    return;
  }
  if (std::optional<audio::Failure> obstacle = obstacle_to(sampleRate)) {
    throw Refusal(abi::Error::NoClock, std::move(*obstacle));
  }
  take(sampleRate);
}

void Loaded::create_buffers(std::span<abi::BufferInfo> infos, std::int32_t frames, const abi::Callbacks& callbacks) {
  if (prepared_) throw misuse(abi::Error::InvalidMode, "createBuffers was called twice.");
  live_->notices.store(0, std::memory_order_relaxed);
  live_->toldPath.store(OutputPath::Undecided, std::memory_order_relaxed);
  try {
    const Prepared::Setup setup{.plan = plan_->fresh(),
                                .live = live_,
                                .frames = frames,
                                .sampleRate = sampleRate_,
                                .publisher = status_ == nullptr ? nullptr : &status_->publisher(),
                                .events = log_ == nullptr ? nullptr : &log_->events(),
                                .replan = [plan = plan_] { return plan->renew(); },
                                .found =
                                    [status = status_](const Plan& plan, const DevicePath& path) {
                                      if (status != nullptr) status->found(plan, path);
                                    },
                                .tell =
                                    [log = log_](std::string text) {
                                      if (log != nullptr) log->tell(std::move(text));
                                    }};
    prepared_ = std::make_unique<Prepared>(setup, infos, callbacks);
    if (status_ != nullptr) status_->prepared(*prepared_);
  } catch (const audio::Error& error) {
    const bool rate = error.code == "sample-rate-not-supported";
    throw Refusal(rate ? abi::Error::NoClock : abi::Error::HardwareMalfunction,
                  static_cast<const audio::Failure&>(error));
  }
}

void Loaded::dispose_buffers() {
  if (!prepared_) throw misuse(abi::Error::InvalidMode, "There are no buffers to dispose of.");
  // The host may ask again from inside: what it sees must be without buffers already.
  const std::unique_ptr<Prepared> disposed = std::move(prepared_);
  if (status_ != nullptr) status_->disposed();
}

void Loaded::start(std::uint64_t firstPosition) {
  if (!prepared_) throw misuse(abi::Error::InvalidMode, "start needs buffers: createBuffers comes first.");
  if (prepared_->running()) throw misuse(abi::Error::InvalidMode, "start was called twice.");
  prepared_->start(firstPosition);
  if (status_ != nullptr) status_->started();
}

void Loaded::stop() {
  if (!prepared_ || !prepared_->running()) throw misuse(abi::Error::InvalidMode, "stop was called without start.");
  prepared_->stop();
  if (status_ != nullptr) status_->stopped();
}

void Loaded::take(double sampleRate) noexcept {
  sampleRate_ = sampleRate;
  remember(sampleRate);
  if (status_ != nullptr) status_->sample_rate(sampleRate);
}

void Loaded::remember(double sampleRate) noexcept {
  if (rememberedRate_ != nullptr) rememberedRate_->store(sampleRate, std::memory_order_relaxed);
}

}  // namespace flexlab::driver
