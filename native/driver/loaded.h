#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "driver/abi.h"
#include "driver/config.h"
#include "driver/current_plan.h"
#include "driver/live_state.h"
#include "driver/plan.h"
#include "driver/prepared.h"
#include "driver/status_report.h"
#include "log/log.h"

namespace flexlab::driver {

/// A loaded driver: PortAudio is there, and it is settled what will be opened. Everything is chosen here, once.
class Loaded {
 public:
  /// Throws audio::Error. `rememberedRate`, `status` and `log` may be null: see Environment.
  Loaded(const Config& config, bool isAlone, std::shared_ptr<LiveState> live, std::atomic<double>* rememberedRate,
         StatusReport* status, log::Log* log);
  ~Loaded() = default;
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  [[nodiscard]] std::shared_ptr<const Plan> plan() const { return plan_->get(); }
  [[nodiscard]] Prepared* prepared() noexcept { return prepared_.get(); }
  [[nodiscard]] const Prepared* prepared() const noexcept { return prepared_.get(); }

  // ASIO's methods, for arguments that the caller has checked; they throw Refusal or audio::Error.
  [[nodiscard]] BufferSizes buffer_sizes() const;
  [[nodiscard]] Latencies latencies() const;
  /// What speaks against a rate; nothing when it would do.
  [[nodiscard]] std::optional<audio::Failure> obstacle_to(double sampleRate) const;
  [[nodiscard]] double sample_rate() noexcept;
  void set_sample_rate(double sampleRate);
  void create_buffers(std::span<abi::BufferInfo> infos, std::int32_t frames, const abi::Callbacks& callbacks);
  void dispose_buffers();
  void start(std::uint64_t firstPosition);
  void stop();

 private:
  void remember(double sampleRate) noexcept;
  void take(double sampleRate) noexcept;

  const std::shared_ptr<LiveState> live_;
  std::atomic<double>* const rememberedRate_;
  StatusReport* const status_;
  log::Log* const log_;
  const std::shared_ptr<CurrentPlan> plan_;
  double sampleRate_;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace flexlab::driver
