#include "program_cost.h"

#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#ifdef _WIN32
#include <windows.h>
#else
#include <ctime>
#endif

#include "audio/stream.h"
#include "driver/driver.h"

namespace flexlab::bench {
namespace {

namespace abi = driver::abi;

constexpr std::int32_t kFrames = 480;
constexpr int kChannels = 2;
constexpr int kRounds = 4;
constexpr std::chrono::seconds kRound{1};

/// Processor time of all threads of this process so far, in seconds.
double processor_time() {
#ifdef _WIN32
  FILETIME begun;
  FILETIME ended;
  FILETIME kernel;
  FILETIME user;
  GetProcessTimes(GetCurrentProcess(), &begun, &ended, &kernel, &user);
  const auto ticks = [](const FILETIME& time) {
    return static_cast<double>((std::uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime);
  };
  return (ticks(kernel) + ticks(user)) * 1e-7;
#else
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
#endif
}

double cost_of_round() {
  const double begun = processor_time();
  std::this_thread::sleep_for(kRound);
  return processor_time() - begun;
}

int copy_through(const void* input, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* /*time*/,
                 PaStreamCallbackFlags /*flags*/, void* /*context*/) {
  for (int channel = 0; channel < kChannels; ++channel) {
    std::memcpy(static_cast<float* const*>(output)[channel], static_cast<const float* const*>(input)[channel],
                frames * sizeof(float));
  }
  return paContinue;
}

double cost_of_bare_program(PaDeviceIndex device) {
  const audio::StreamSide side{.device = device, .channels = kChannels};
  audio::Stream stream(
      {.input = side, .output = side, .sampleRate = 48000, .framesPerBuffer = kFrames, .callback = copy_through});
  stream.start();
  const double cost = cost_of_round();
  stream.stop();
  return cost;
}

driver::Driver* playing = nullptr;

double cost_of_driver() {
  driver::Driver driver({.configText = [] { return std::string("backend = \"Virtual\"\n"); }});
  playing = &driver;
  const abi::Callbacks callbacks{.bufferSwitch = [](std::int32_t, abi::Bool) { playing->outputReady(); },
                                 .sampleRateDidChange = [](double) {},
                                 .message = [](std::int32_t, std::int32_t, void*, double*) { return 0; },
                                 .bufferSwitchTimeInfo = nullptr};
  std::vector<abi::BufferInfo> infos;
  for (const abi::Bool input : {abi::kYes, abi::kNo}) {
    for (std::int32_t channel = 0; channel < kChannels; ++channel) {
      infos.push_back({.isInput = input, .channel = channel, .buffers = {}});
    }
  }
  if (driver.init(nullptr) != abi::kYes || driver.setSampleRate(48000) != abi::Error::Ok ||
      driver.createBuffers(infos.data(), static_cast<std::int32_t>(infos.size()), kFrames, &callbacks) !=
          abi::Error::Ok ||
      driver.start() != abi::Error::Ok) {
    throw std::runtime_error("the driver did not start");
  }
  const double cost = cost_of_round();
  driver.stop();
  return cost;
}

}  // namespace

ProgramCost program_cost(PaDeviceIndex device) {
  ProgramCost cost;
  for (int round = 0; round < kRounds; ++round) {
    cost.bare += cost_of_bare_program(device) / kRounds;
    cost.driver += cost_of_driver() / kRounds;
  }
  return cost;
}

}  // namespace flexlab::bench
