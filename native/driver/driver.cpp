#include "driver/driver.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <span>
#include <string_view>

#include "driver/config.h"
#include "driver/loaded.h"
#include "driver/log_words.h"
#include "driver/refusal.h"
#include "driver/speakers.h"
#include "driver/version.h"

namespace flexlab::driver {
namespace {

using abi::Error;

constexpr std::string_view kName = "FlexLab";

/// Copies as much of a text as fits with its end mark, never half a UTF-8 character.
void copy_text(std::string_view text, char* target, std::size_t bytes) noexcept {
  std::size_t length = std::min(text.size(), bytes - 1);
  if (length < text.size()) {
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  }
  std::memcpy(target, text.data(), length);
  std::memset(target + length, 0, bytes - length);
}

abi::SampleType abi_type_of(audio::SampleType type) noexcept {
  switch (type) {
    case audio::SampleType::Float32: return abi::SampleType::Float32Lsb;
    case audio::SampleType::Int32: return abi::SampleType::Int32Lsb;
    case audio::SampleType::Int24: return abi::SampleType::Int24Lsb;
    case audio::SampleType::Int16: return abi::SampleType::Int16Lsb;
  }
  return abi::SampleType::Float32Lsb;
}

std::optional<SideFacts> side_facts(const std::optional<PlannedSide>& side) {
  if (!side) return std::nullopt;
  return SideFacts{.device = side->device.name, .channels = side->channels, .sampleType = side->sampleType};
}

Refusal missing_argument() { return misuse(Error::InvalidParameter, "An argument is missing."); }

}  // namespace

Driver::Driver(Environment environment) : environment_(std::move(environment)), live_(std::make_shared<LiveState>()) {}

Driver::~Driver() { live_->loaded.store(false, std::memory_order_release); }

template <typename Text>
void Driver::tell(Text text) noexcept {
  if (!log_) return;
  try {
    log_->tell(text());
  } catch (const std::exception&) {  // a line less
  }
}

template <typename Body>
Error Driver::attempt(std::string_view call, Body body) noexcept {
  const auto failed = [&](Error error, audio::Failure failure) {
    tell([&] { return std::string(call) + " failed, " + words_of(error) + ": " + words_of(failure); });
    remember(std::move(failure));
    return error;
  };
  try {
    try {
      body();
      return Error::Ok;
    } catch (const Refusal& refusal) {
      return failed(refusal.error(), refusal.failure());
    } catch (const audio::Error& error) {
      return failed(Error::HardwareMalfunction, static_cast<const audio::Failure&>(error));
    } catch (const std::bad_alloc&) {
      return failed(
          Error::NoMemory,
          {.code = "out-of-memory", .message = "There is not enough memory.", .hint = "Use a smaller buffer."});
    } catch (const std::exception& error) {
      return failed(Error::HardwareMalfunction,
                    {.code = "internal-error", .message = error.what(), .hint = "Please report this."});
    }
  } catch (...) {  // not even the words could be kept
    return Error::NoMemory;
  }
}

template <typename Body>
Error Driver::with_loaded(std::string_view call, Body body) noexcept {
  return attempt(call, [&] {
    if (!loaded_) throw misuse(Error::InvalidMode, "init comes first.");
    body(*loaded_);
  });
}

template <typename Body>
Error Driver::with_sound(std::string_view call, Body body) noexcept {
  const Error error = with_loaded(call, body);
  // A call in the wrong state is the host's affair; sound goes on as before.
  if (error != Error::Ok && error != Error::InvalidMode && status_) {
    if (const std::optional<audio::Failure> why = failure()) status_->failed(*why);
  }
  return error;
}

void Driver::remember(audio::Failure failure) noexcept {
  const std::lock_guard lock(failureMutex_);
  failure_ = std::move(failure);
}

bool Driver::inside_callback() const noexcept {
  return live_->insideCallback.load(std::memory_order_relaxed) == std::this_thread::get_id();
}

void Driver::open_log() {
  if (log_ || !environment_.logging) return;
  log_ = log::Log::open(*environment_.logging);
  tell([&] {
    std::string text = "FlexLab's driver, version " + std::to_string(kVersion) + ", " +
                       std::to_string(8 * sizeof(void*)) + " bit, " + audio::Library::version() + ", in " +
                       status::program_name();
    if (environment_.status && !environment_.status->configPath.empty()) {
      text += ", reads " + environment_.status->configPath;
    }
    return text;
  });
}

void Driver::request_reset(std::string_view why) noexcept {
  tell([&] { return "asks the host to begin anew: " + std::string(why); });
  live_->post(notice::kResetRequest);
}

void Driver::config_changed() noexcept {
  config_mended();
  tell([] { return "asks the host to begin anew: the configuration was changed"; });
  live_->post(notice::kConfigChanged);
}

void Driver::config_changed_back() noexcept {
  config_mended();
  tell([] { return "the configuration was changed back"; });
  live_->take_back(notice::kConfigChanged);
}

void Driver::config_unchanged() noexcept {
  config_mended();
  tell([] { return "the configuration was saved and sets the same"; });
}

void Driver::config_wrong(const audio::Failure& failure) noexcept {
  configWrong_.store(true, std::memory_order_relaxed);
  if (status_) status_->failed(failure);
  tell([&] { return "the configuration was saved wrong, the last good one stays in force: " + words_of(failure); });
}

void Driver::config_mended() noexcept {
  if (configWrong_.exchange(false, std::memory_order_relaxed) && status_) status_->mended();
}

abi::Bool Driver::init(void* systemHandle) noexcept {
  const Error error = attempt("init", [&] {
    if (loaded_) throw misuse(Error::InvalidMode, "init was called twice.");
    open_log();
    if (environment_.status && !status_) status_ = std::make_unique<StatusReport>(*environment_.status);
    load();
    tell([&] { return "init: " + words_of(*loaded_->plan()); });
    systemHandle_ = systemHandle;
    live_->loaded.store(true, std::memory_order_release);
  });
  if (!loaded_ && status_) {
    if (const std::optional<audio::Failure> why = failure()) status_->failed_to_load(*why);
  }
  return error == Error::Ok ? abi::kYes : abi::kNo;
}

void Driver::load() {
  const std::string file = environment_.status ? environment_.status->configPath : std::string();
  std::optional<Config> config;
  std::optional<audio::Failure> wrong;
  try {
    configText_ = environment_.configText ? environment_.configText() : std::string();
    if (status_) status_->read(configText_);
    tell([&] { return words_of_config(configText_); });
    config = load_config(configText_);  // before PortAudio, which is slow to come
  } catch (const audio::Error& error) {
    const std::optional<std::string> good = environment_.lastGood ? environment_.lastGood->of(file) : std::nullopt;
    if (!good) throw;
    wrong = static_cast<const audio::Failure&>(error);
    remember(*wrong);
    tell([&] { return "the last good configuration stays in force: " + words_of(error); });
    configText_ = *good;
    config = load_config(configText_);
  }
  loaded_ = std::make_unique<Loaded>(*config, environment_.isAlone, live_, environment_.rememberedRate, status_.get(),
                                     log_.get());
  if (environment_.lastGood) environment_.lastGood->keep(file, configText_);
  // Told after what it came up with, which would wipe it away.
  if (wrong && status_) status_->failed(*wrong);
}

void Driver::getDriverName(char* name) const noexcept { copy_text(kName, name, abi::kDriverNameBytes); }

std::int32_t Driver::getDriverVersion() const noexcept { return kVersion; }

void Driver::getErrorMessage(char* text) const noexcept {
  const std::lock_guard lock(failureMutex_);
  copy_text(failure_ ? std::string_view(failure_->message) : std::string_view(), text, abi::kErrorMessageBytes);
}

Error Driver::start() noexcept {
  return with_sound("start", [&](Loaded& loaded) {
    loaded.start(environment_.firstPosition);
    tell([] { return "start"; });
  });
}

Error Driver::stop() noexcept {
  // It would wait for itself.
  if (inside_callback()) return Error::InvalidMode;
  return with_sound("stop", [&](Loaded& loaded) {
    loaded.stop();
    tell([&] { return "stop: " + words_of(live_->counters); });
  });
}

Error Driver::getChannels(std::int32_t* inputs, std::int32_t* outputs) noexcept {
  return with_loaded("getChannels", [&](Loaded& loaded) {
    if (inputs == nullptr || outputs == nullptr) throw missing_argument();
    const std::shared_ptr<const Plan> plan = loaded.plan();
    *inputs = plan->input ? plan->input->channels : 0;
    *outputs = plan->output ? plan->output->channels : 0;
  });
}

Error Driver::getLatencies(std::int32_t* input, std::int32_t* output) noexcept {
  return with_loaded("getLatencies", [&](Loaded& loaded) {
    if (input == nullptr || output == nullptr) throw missing_argument();
    const Latencies latencies = loaded.latencies();
    *input = latencies.input;
    *output = latencies.output;
    tell([&] {
      return "getLatencies: input " + std::to_string(*input) + ", output " + std::to_string(*output) + " frames";
    });
  });
}

Error Driver::getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                            std::int32_t* granularity) noexcept {
  return with_loaded("getBufferSize", [&](Loaded& loaded) {
    if (min == nullptr || max == nullptr || preferred == nullptr || granularity == nullptr) throw missing_argument();
    const BufferSizes sizes = loaded.buffer_sizes();
    *min = sizes.min;
    *max = sizes.max;
    *preferred = sizes.preferred;
    *granularity = sizes.granularity;
    tell([&] {
      return "getBufferSize: from " + std::to_string(sizes.min) + " to " + std::to_string(sizes.max) + ", preferred " +
             std::to_string(sizes.preferred) + ", granularity " + std::to_string(sizes.granularity);
    });
  });
}

Error Driver::canSampleRate(double rate) noexcept {
  return with_loaded("canSampleRate", [&](Loaded& loaded) {
    if (std::optional<audio::Failure> obstacle = loaded.obstacle_to(rate)) {
      throw Refusal(Error::NoClock, std::move(*obstacle));
    }
    tell([&] { return "canSampleRate: " + std::to_string(rate) + " Hz, yes"; });
  });
}

Error Driver::getSampleRate(double* rate) noexcept {
  return with_loaded("getSampleRate", [&](Loaded& loaded) {
    if (rate == nullptr) throw missing_argument();
    *rate = loaded.sample_rate();
  });
}

Error Driver::setSampleRate(double rate) noexcept {
  return with_loaded("setSampleRate", [&](Loaded& loaded) {
    // Told before: the reset that this asks for may end in the host releasing the driver, from another thread.
    tell([&] { return "setSampleRate: " + std::to_string(rate) + " Hz"; });
    loaded.set_sample_rate(rate);
  });
}

Error Driver::getClockSources(abi::ClockSource* sources, std::int32_t* count) noexcept {
  return attempt("getClockSources", [&] {
    if (sources == nullptr || count == nullptr || *count < 1) throw missing_argument();
    *sources = {.index = 0, .associatedChannel = -1, .associatedGroup = -1, .isCurrentSource = abi::kYes, .name = {}};
    copy_text("Internal", sources->name, sizeof sources->name);
    *count = 1;
  });
}

Error Driver::setClockSource(std::int32_t index) noexcept {
  return attempt("setClockSource", [&] {
    if (index != 0) throw misuse(Error::NotPresent, "There is only clock source 0.");
  });
}

Error Driver::getSamplePosition(abi::Samples* position, abi::TimeStamp* time) noexcept {
  // Without words on failure: the audio thread may ask.
  if (!live_->running.load(std::memory_order_acquire)) return Error::InvalidMode;
  if (position == nullptr || time == nullptr) return Error::InvalidParameter;
  const SampleClock::Reading reading = live_->clock.get();
  *position = abi::to_wide(reading.position);
  *time = abi::to_wide(static_cast<std::uint64_t>(reading.nanoseconds));
  return Error::Ok;
}

Error Driver::getChannelInfo(abi::ChannelInfo* info) noexcept {
  return with_loaded("getChannelInfo", [&](Loaded& loaded) {
    if (info == nullptr) throw missing_argument();
    const bool isInput = info->isInput != abi::kNo;
    const std::shared_ptr<const Plan> plan = loaded.plan();
    const std::optional<PlannedSide>& side = isInput ? plan->input : plan->output;
    if (!side || info->channel < 0 || info->channel >= side->channels) {
      throw misuse(Error::InvalidParameter, "There is no such channel.");
    }
    const Prepared* prepared = loaded.prepared();
    info->isActive =
        prepared != nullptr && prepared->buffers().is_active(isInput, info->channel) ? abi::kYes : abi::kNo;
    info->channelGroup = 0;
    info->type = abi_type_of(side->sampleType);
    // Old hosts show eight characters: the number has to be among them.
    std::string name = (isInput ? "IN " : "OUT ") + std::to_string(info->channel);
    if (side->wasapi.keepChannelMask) name += speaker_name(side->device.channelMask, info->channel);
    copy_text(name, info->name, sizeof info->name);
  });
}

Error Driver::createBuffers(abi::BufferInfo* infos, std::int32_t channels, std::int32_t frames,
                            const abi::Callbacks* callbacks) noexcept {
  return with_sound("createBuffers", [&](Loaded& loaded) {
    if (infos == nullptr || channels < 1 || callbacks == nullptr || callbacks->bufferSwitch == nullptr) {
      throw missing_argument();
    }
    // Sizes outside of getBufferSize's range are tried all the same: some hosts do not care for it.
    if (frames < 1) throw misuse(Error::InvalidParameter, "A buffer has at least one frame.");
    loaded.create_buffers(std::span(infos, static_cast<std::size_t>(channels)), frames, *callbacks);
    tell([&] {
      const Latencies latencies = loaded.prepared()->claimed_latencies();
      return "createBuffers: " + std::to_string(channels) + " channels, " + std::to_string(frames) +
             " frames; the devices claim latencies of " + std::to_string(latencies.input) + " and " +
             std::to_string(latencies.output) + " frames; the host " + words_of(loaded.prepared()->host());
    });
  });
}

Error Driver::disposeBuffers() noexcept {
  if (inside_callback()) return Error::InvalidMode;
  return with_loaded("disposeBuffers", [&](Loaded& loaded) {
    loaded.dispose_buffers();
    tell([] { return "disposeBuffers"; });
  });
}

Error Driver::controlPanel() noexcept {
  return attempt("controlPanel", [&] {
    if (!environment_.openControlPanel) throw misuse(Error::NotPresent, "There is no control panel here.");
    environment_.openControlPanel(systemHandle_);
  });
}

Error Driver::future(std::int32_t selector, void* argument) noexcept {
  switch (static_cast<abi::FutureSelector>(selector)) {
    case abi::FutureSelector::CanTimeInfo:
    case abi::FutureSelector::CanReportOverload: return Error::Success;
    case abi::FutureSelector::GetInternalBufferSamples:
      if (argument == nullptr) return Error::InvalidParameter;
      // Nothing of ours lies between the host's buffers and PortAudio's.
      *static_cast<abi::InternalBufferInfo*>(argument) = {.inputSamples = 0, .outputSamples = 0};
      return Error::Success;
    default: return Error::InvalidParameter;
  }
}

Error Driver::outputReady() noexcept {
  LiveState& live = *live_;
  if (!live.loaded.load(std::memory_order_acquire)) return Error::InvalidMode;
  live.outputReadyCalls.fetch_add(1, std::memory_order_release);
  OutputReady unseen = OutputReady::Unseen;
  if (live.outputReady.compare_exchange_strong(unseen, OutputReady::Seen, std::memory_order_acq_rel)) {
    live.check_told_path();
  }
  // "Not present" tells a host that it need not call any more.
  return live.outputReady.load(std::memory_order_acquire) == OutputReady::Broken ? Error::NotPresent : Error::Ok;
}

std::optional<audio::Failure> Driver::failure() const {
  const std::lock_guard lock(failureMutex_);
  return failure_;
}

std::optional<Facts> Driver::facts() const {
  if (!loaded_) return std::nullopt;
  const std::shared_ptr<const Plan> planned = loaded_->plan();
  const Plan& plan = *planned;
  Facts facts{.backend = plan.backend,
              .exclusive = plan.exclusive(),
              .input = side_facts(plan.input),
              .output = side_facts(plan.output)};
  if (const Prepared* prepared = loaded_->prepared()) {
    const Latencies claimed = prepared->claimed_latencies();
    facts.claimedInputLatency = claimed.input;
    facts.claimedOutputLatency = claimed.output;
  }
  return facts;
}

}  // namespace flexlab::driver
