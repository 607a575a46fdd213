#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "audio/error.h"
#include "audio/sample_type.h"
#include "driver/abi.h"
#include "driver/last_good_config.h"
#include "driver/live_state.h"
#include "driver/status_report.h"
#include "log/log.h"

namespace flexlab::driver {

class Loaded;

/// What a driver needs of the world around it.
struct Environment {
  /// The text of the FlexASIO.toml, asked for once per init; empty when there is no file. May throw audio::Error.
  std::function<std::string()> configText;
  /// Shows the user something to configure with; may be empty. `systemHandle` is what init was given.
  std::function<void(void* systemHandle)> openControlPanel;
  /// Some hosts set a rate, release the driver and expect a new one to have it: where a process keeps the rate that was
  /// last asked for or set (0 for none). Null: every driver begins with its devices' default.
  std::atomic<double>* rememberedRate = nullptr;
  /// Keeps what drivers of this process came up with, for the file status->configPath. Null: a configuration that is
  /// wrong is an error, whatever was in force before.
  LastGoodConfig* lastGood = nullptr;
  /// Sample position of the first bufferSwitch; only tests of the far future set it.
  std::uint64_t firstPosition = 0;
  /// There is no other driver in this process, now or later: PortAudio need not look for backends that the
  /// configuration does not name.
  bool isAlone = false;
  /// Absent: other programs are told nothing.
  std::optional<StatusSettings> status;
  /// Where calls and what happens in callbacks is written, from init on, if the log is on. Absent: nowhere.
  std::optional<log::Settings> logging;
};

/// What a direction was opened as.
struct SideFacts {
  std::string device;
  std::int32_t channels = 0;
  audio::SampleType sampleType = audio::SampleType::Float32;
};

/// What the interface of ASIO has no words for.
struct Facts {
  std::string backend;
  std::optional<bool> exclusive;
  std::optional<SideFacts> input;
  std::optional<SideFacts> output;
  /// Latencies exactly as the host API claims them, in frames clamped to 32 bits; -2147483648 stands for "not a
  /// number". getLatencies answers an estimate instead where a claim is negative, not a number or above 10 s.
  /// Absent before createBuffers.
  std::optional<std::int32_t> claimedInputLatency;
  std::optional<std::int32_t> claimedOutputLatency;
};

/// The ASIO driver, free of COM and of any operating system: the methods of the interface under their names, in their
/// order. A COM object forwards to it slot by slot; the probe calls it as it is.
///
/// Nothing throws. A method in the wrong state answers InvalidMode. The words of the last failure are kept for
/// getErrorMessage and failure(). outputReady and getSamplePosition may be called from any thread at any time, the
/// audio thread included; the others not from inside bufferSwitch, and from one thread at a time. Only stop and
/// disposeBuffers notice when they are, and answer InvalidMode. All may be called from inside the host's message
/// callback, the destructor included.
class Driver {
 public:
  explicit Driver(Environment environment);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  abi::Bool init(void* systemHandle) noexcept;
  void getDriverName(char* name) const noexcept;  ///< 32 bytes
  std::int32_t getDriverVersion() const noexcept;
  void getErrorMessage(char* text) const noexcept;  ///< 124 bytes, cut between UTF-8 characters
  abi::Error start() noexcept;
  abi::Error stop() noexcept;
  abi::Error getChannels(std::int32_t* inputs, std::int32_t* outputs) noexcept;
  abi::Error getLatencies(std::int32_t* input, std::int32_t* output) noexcept;
  abi::Error getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                           std::int32_t* granularity) noexcept;
  abi::Error canSampleRate(double rate) noexcept;
  abi::Error getSampleRate(double* rate) noexcept;
  abi::Error setSampleRate(double rate) noexcept;
  abi::Error getClockSources(abi::ClockSource* sources, std::int32_t* count) noexcept;
  abi::Error setClockSource(std::int32_t index) noexcept;
  abi::Error getSamplePosition(abi::Samples* position, abi::TimeStamp* time) noexcept;
  abi::Error getChannelInfo(abi::ChannelInfo* info) noexcept;
  abi::Error createBuffers(abi::BufferInfo* infos, std::int32_t channels, std::int32_t frames,
                           const abi::Callbacks* callbacks) noexcept;
  abi::Error disposeBuffers() noexcept;
  abi::Error controlPanel() noexcept;
  abi::Error future(std::int32_t selector, void* argument) noexcept;
  abi::Error outputReady() noexcept;

  // What others ask beside ASIO.

  /// Asks the host to dispose of everything and begin anew, soon and from a thread of its own. From any thread; nothing
  /// happens where there are no buffers. `why` is for the log.
  void request_reset(std::string_view why) noexcept;

  /// The configuration sets something else than what is in force: asks the host to begin anew. From any thread.
  void config_changed() noexcept;
  /// It does not any more: a host that has not been asked yet is not asked. From any thread.
  void config_changed_back() noexcept;
  /// It was saved and sets the same. From any thread.
  void config_unchanged() noexcept;
  /// It was saved wrong: what is in force stays so, and other programs are told. From any thread.
  void config_wrong(const audio::Failure& failure) noexcept;

  /// The text of the configuration that is in force: the last good one where what was read is wrong. Nothing before
  /// init.
  [[nodiscard]] const std::string& config_text() const noexcept { return configText_; }

  /// Another device is the system's default now: a driver that plays on the default goes on there, silently where it
  /// has the same channels, else the host is asked to begin anew. From any thread; nothing happens where every device
  /// is named, and what does not run does so when it is started.
  void default_device_changed(Directions of) noexcept {
    if (of.input) live_->defaultInputChanged.store(true, std::memory_order_release);
    if (of.output) live_->defaultOutputChanged.store(true, std::memory_order_release);
  }

  /// Why the last method that failed did.
  [[nodiscard]] std::optional<audio::Failure> failure() const;
  /// Nothing before init.
  [[nodiscard]] std::optional<Facts> facts() const;
  [[nodiscard]] const LiveState& live() const noexcept { return *live_; }

 private:
  /// Loads what the configuration says, or said when it was last good.
  void load();
  void config_mended() noexcept;
  /// `call`: the method, for the log.
  template <typename Body>
  abi::Error attempt(std::string_view call, Body body) noexcept;
  template <typename Body>
  abi::Error with_loaded(std::string_view call, Body body) noexcept;
  /// The same for what decides whether there is sound: a failure is told to other programs too.
  template <typename Body>
  abi::Error with_sound(std::string_view call, Body body) noexcept;
  void remember(audio::Failure failure) noexcept;
  void open_log();
  /// Nothing is made where the log is off: `text` gives what is to be told.
  template <typename Text>
  void tell(Text text) noexcept;
  [[nodiscard]] bool inside_callback() const noexcept;

  const Environment environment_;
  const std::shared_ptr<LiveState> live_;
  std::string configText_;
  std::atomic<bool> configWrong_{false};  ///< and other programs were told so
  void* systemHandle_ = nullptr;
  std::unique_ptr<StatusReport> status_;
  std::unique_ptr<log::Log> log_;  ///< null where the log is off; outlives what writes to it
  std::unique_ptr<Loaded> loaded_;
  mutable std::mutex failureMutex_;
  std::optional<audio::Failure> failure_;
};

}  // namespace flexlab::driver
