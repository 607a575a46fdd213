#include "probe/tested_driver.h"
#include "virtual/scenario.h"

namespace flexlab::probe {
namespace {

namespace abi = driver::abi;

/// What the status page calls the program that uses the driver.
constexpr const char* kProgram = "FlexLab";

class OwnDriver final : public TestedDriver {
 public:
  explicit OwnDriver(const ProbePlan& plan)
      : driver_({.configText = [text = plan.configText] { return text; },
                 .isAlone = true,
                 .status = driver::StatusSettings{.program = kProgram, .configPath = plan.configFile.value_or("")},
                 .logging = log::settings_of_environment()}),
        scenario_(plan.scenario) {}

  abi::Bool init() override {
    if (scenario_) {
      virtual_device::set_scenario(scenario_->name, scenario_->text);
    } else {
      virtual_device::reset_scenario();
    }
    return driver_.init(nullptr);
  }
  abi::Error getChannels(std::int32_t* inputs, std::int32_t* outputs) override {
    return driver_.getChannels(inputs, outputs);
  }
  abi::Error getLatencies(std::int32_t* input, std::int32_t* output) override {
    return driver_.getLatencies(input, output);
  }
  abi::Error getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                           std::int32_t* granularity) override {
    return driver_.getBufferSize(min, max, preferred, granularity);
  }
  abi::Error canSampleRate(double rate) override { return driver_.canSampleRate(rate); }
  abi::Error getSampleRate(double* rate) override { return driver_.getSampleRate(rate); }
  abi::Error setSampleRate(double rate) override { return driver_.setSampleRate(rate); }
  abi::Error createBuffers(abi::BufferInfo* infos, std::int32_t channels, std::int32_t frames,
                           const abi::Callbacks* callbacks) override {
    return driver_.createBuffers(infos, channels, frames, callbacks);
  }
  abi::Error start() override { return driver_.start(); }
  abi::Error stop() override { return driver_.stop(); }
  abi::Error disposeBuffers() override { return driver_.disposeBuffers(); }
  abi::Error getSamplePosition(abi::Samples* position, abi::TimeStamp* time) override {
    return driver_.getSamplePosition(position, time);
  }
  abi::Error outputReady() override { return driver_.outputReady(); }

  [[nodiscard]] audio::Failure failure(const char* code, const char* message) const override {
    return driver_.failure().value_or(audio::Failure{.code = code, .message = message});
  }
  [[nodiscard]] DriverIdentity identity() const override {
    char name[abi::kDriverNameBytes] = "";
    driver_.getDriverName(name);
    return {.name = name, .version = driver_.getDriverVersion()};
  }
  [[nodiscard]] driver::Facts facts() override { return driver_.facts().value_or(driver::Facts{}); }
  [[nodiscard]] const driver::LiveState* live() const noexcept override { return &driver_.live(); }

 private:
  driver::Driver driver_;
  const std::optional<ScenarioSource> scenario_;
};

}  // namespace

std::unique_ptr<TestedDriver> own_driver(const ProbePlan& plan) { return std::make_unique<OwnDriver>(plan); }

}  // namespace flexlab::probe
