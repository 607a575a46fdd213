#include "windows/com_object.h"

#include <algorithm>
#include <cstring>

#include "audio/error.h"
#include "driver/stay_loaded.h"
#include "windows/config_place.h"
#include "windows/control_panel.h"
#include "windows/module.h"
#include "windows/read_config.h"
#include "windows/text.h"

namespace flexlab::windows {
namespace {

using driver::abi::Bool;
using driver::abi::Error;

/// The rate of this process, for hosts that set it on one object and expect it of the next.
std::atomic<double> rememberedRate{0};
driver::LastGoodConfig lastGood;

/// Without a FlexASIO.toml every default holds; a profile without its file is a mistake.
std::string config_text(const Profile& profile, std::chrono::milliseconds patience) {
  const std::filesystem::path path = config_path(profile_folder(), profile);
  std::optional<std::string> text = read_config(path, patience);
  if (text) return std::move(*text);
  if (profile.is_main()) return {};
  const std::string name = to_utf8(path.filename().wstring());
  throw audio::Error({.code = "config-missing",
                      .message = "The profile's file FlexASIO.profiles\\" + name + " is not there any more.",
                      .hint = "Put it back, or choose another driver than " + to_utf8(profile.driver_name()) + '.'});
}

/// For people; init will tell what is wrong when there is none.
std::string path_text(const Profile& profile) {
  try {
    return to_utf8(config_path(profile_folder(), profile).wstring());
  } catch (const audio::Error&) {
    return {};
  }
}

/// As stock FlexASIO has it: who wants a log makes an empty FlexASIO.log in the profile folder.
log::Settings log_settings() {
  if (std::optional<log::Settings> asked = log::settings_of_environment()) return *std::move(asked);
  try {
    return {.file = profile_folder() / L"FlexASIO.log"};
  } catch (const audio::Error&) {
    return {};
  }
}

driver::Environment environment_of(const Profile& profile) {
  return {.configText = [profile] { return config_text(profile, kLockPatience); },
          .openControlPanel =
              [profile](void* owner) {
                open_configuration(static_cast<HWND>(owner), config_path(profile_folder(), profile));
              },
          .rememberedRate = &rememberedRate,
          .lastGood = &lastGood,
          .status = driver::StatusSettings{.configPath = path_text(profile)},
          .logging = log_settings()};
}

}  // namespace

ComObject::Presence::Presence() { module::add_use(); }

ComObject::Presence::~Presence() {
  driver::StayLoaded().for_a_moment();
  module::drop_use();
}

ComObject::ComObject(Profile profile) : profile_(std::move(profile)), driver_(environment_of(profile_)) {}

ComObject::~ComObject() { watchThread_.reset(); }

void ComObject::look(DefaultDevices& defaults) {
  const auto now = std::chrono::steady_clock::now();
  driver_.default_device_changed(defaults.changed(now));
  switch (configWatch_->look(now)) {
    case driver::ConfigWatch::Change::None: break;
    case driver::ConfigWatch::Change::Other: driver_.config_changed(); break;
    case driver::ConfigWatch::Change::Back: driver_.config_changed_back(); break;
    case driver::ConfigWatch::Change::Same: driver_.config_unchanged(); break;
    case driver::ConfigWatch::Change::Wrong: driver_.config_wrong(configWatch_->failure()); break;
  }
}

HRESULT ComObject::QueryInterface(REFIID iid, void** object) {
  if (object == nullptr) return E_POINTER;
  // The interface has no IID of its own: hosts name it by the class's.
  if (!IsEqualIID(iid, IID_IUnknown) && !IsEqualIID(iid, profile_.clsid())) {
    *object = nullptr;
    return E_NOINTERFACE;
  }
  *object = static_cast<AsioInterface*>(this);
  AddRef();
  return S_OK;
}

ULONG ComObject::AddRef() { return ++references_; }

ULONG ComObject::Release() {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

Bool ComObject::init(void* systemHandle) { return driver_.init(systemHandle); }

void ComObject::getDriverName(char* name) {
  if (profile_.is_main()) return driver_.getDriverName(name);
  std::string text = to_utf8(profile_.driver_name());
  std::size_t length = std::min(text.size(), driver::abi::kDriverNameBytes - 1);
  // Never half a character.
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  text.resize(length);
  std::memset(name, 0, driver::abi::kDriverNameBytes);
  std::memcpy(name, text.data(), length);
}

std::int32_t ComObject::getDriverVersion() { return driver_.getDriverVersion(); }
void ComObject::getErrorMessage(char* text) { driver_.getErrorMessage(text); }
Error ComObject::start() { return driver_.start(); }
Error ComObject::stop() { return driver_.stop(); }
Error ComObject::getChannels(std::int32_t* inputs, std::int32_t* outputs) {
  return driver_.getChannels(inputs, outputs);
}
Error ComObject::getLatencies(std::int32_t* input, std::int32_t* output) { return driver_.getLatencies(input, output); }
Error ComObject::getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                               std::int32_t* granularity) {
  return driver_.getBufferSize(min, max, preferred, granularity);
}
Error ComObject::canSampleRate(double rate) { return driver_.canSampleRate(rate); }
Error ComObject::getSampleRate(double* rate) { return driver_.getSampleRate(rate); }
Error ComObject::setSampleRate(double rate) { return driver_.setSampleRate(rate); }
Error ComObject::getClockSources(driver::abi::ClockSource* sources, std::int32_t* count) {
  return driver_.getClockSources(sources, count);
}
Error ComObject::setClockSource(std::int32_t index) { return driver_.setClockSource(index); }
Error ComObject::getSamplePosition(driver::abi::Samples* position, driver::abi::TimeStamp* time) {
  return driver_.getSamplePosition(position, time);
}
Error ComObject::getChannelInfo(driver::abi::ChannelInfo* info) { return driver_.getChannelInfo(info); }
Error ComObject::createBuffers(driver::abi::BufferInfo* infos, std::int32_t channels, std::int32_t frames,
                               const driver::abi::Callbacks* callbacks) {
  const Error error = driver_.createBuffers(infos, channels, frames, callbacks);
  if (error != Error::Ok) return error;
  try {
    // Kept when the host makes new buffers without a new init: it shall not be told the same change for ever.
    if (!configWatch_) {
      const auto read = [profile = profile_] { return config_text(profile, std::chrono::milliseconds(0)); };
      const auto look = [path = config_path(profile_folder(), profile_)] { return stamp_of(path); };
      configWatch_.emplace(look, read, driver_.config_text(), std::chrono::steady_clock::now());
    }
    watchThread_ =
        std::make_unique<WatchThread>([this, defaults = std::make_shared<DefaultDevices>()] { look(*defaults); });
  } catch (const std::exception&) {  // sound without watching is better than none
  }
  return error;
}
Error ComObject::disposeBuffers() {
  const Error error = driver_.disposeBuffers();
  if (error == Error::Ok) watchThread_.reset();
  return error;
}
Error ComObject::controlPanel() { return driver_.controlPanel(); }
Error ComObject::future(std::int32_t selector, void* argument) { return driver_.future(selector, argument); }
Error ComObject::outputReady() { return driver_.outputReady(); }

}  // namespace flexlab::windows
