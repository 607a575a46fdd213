#include "asio_host/installed_driver.h"

#include <windows.h>
// After windows.h, which it needs.
#include <objbase.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <string_view>

#include "windows/asio_interface.h"
#include "windows/text.h"

namespace flexlab::asio_host {
namespace {

namespace abi = driver::abi;
using audio::Error;

/// Names have room for 32 bytes and messages for 124; drivers that write more shall not harm us.
constexpr std::size_t kRoom = 1024;

/// COM on one thread.
class Apartment {
 public:
  Apartment() {
    if (FAILED(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED))) {
      throw Error({.code = "asio-driver-not-loaded",
                   .message = "Windows does not let this program load ASIO drivers: COM does not start.",
                   .hint = "Start the program anew."});
    }
  }
  ~Apartment() { CoUninitialize(); }
  Apartment(const Apartment&) = delete;
  Apartment& operator=(const Apartment&) = delete;
};

/// What a driver wrote: the end may be missing, and the letters are UTF-8 or those of the system's code page.
std::string text_of(const char* bytes, std::size_t most) {
  const std::string_view raw(bytes, strnlen(bytes, most));
  const int length = static_cast<int>(raw.size());
  if (length == 0) return {};
  std::wstring wide(raw.size(), L'\0');
  int letters = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, raw.data(), length, wide.data(), length);
  if (letters == 0) letters = MultiByteToWideChar(CP_ACP, 0, raw.data(), length, wide.data(), length);
  wide.resize(static_cast<std::size_t>(std::max(letters, 0)));
  std::string text = windows::to_utf8(wide);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char letter) { return letter < ' '; }, ' ');
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string name_of(abi::Error answer) {
  switch (answer) {
    case abi::Error::Ok: return "0";
    case abi::Error::NotPresent: return "-1000 not present";
    case abi::Error::HardwareMalfunction: return "-999 hardware malfunction";
    case abi::Error::InvalidParameter: return "-998 invalid parameter";
    case abi::Error::InvalidMode: return "-997 invalid mode";
    case abi::Error::PositionNotAdvancing: return "-996 position not advancing";
    case abi::Error::NoClock: return "-995 no clock";
    case abi::Error::NoMemory: return "-994 no memory";
    default: return std::to_string(static_cast<std::int32_t>(answer));
  }
}

std::optional<audio::SampleType> sample_type_of(abi::SampleType type) {
  switch (type) {
    case abi::SampleType::Int16Lsb: return audio::SampleType::Int16;
    case abi::SampleType::Int24Lsb: return audio::SampleType::Int24;
    case abi::SampleType::Int32Lsb: return audio::SampleType::Int32;
    case abi::SampleType::Float32Lsb: return audio::SampleType::Float32;
    default: return std::nullopt;
  }
}

Error not_loaded(const std::string& name, HRESULT result) {
  const auto number = static_cast<unsigned long>(result);
  char hex[16];
  std::snprintf(hex, sizeof hex, "0x%08lX", number);
  wchar_t words[256] = L"";
  FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, number, 0, words,
                 static_cast<DWORD>(std::size(words)), nullptr);
  std::string host = windows::to_utf8(words);
  host.erase(host.find_last_not_of(" \r\n.") + 1);
  audio::Failure failure{.code = "asio-driver-not-loaded",
                         .message = "The ASIO driver \"" + name + "\" could not be loaded.",
                         .hint = "Install it again; hosts cannot load it either.",
                         .host = hex + (host.empty() ? "" : " " + host)};
  if (result == HRESULT_FROM_WIN32(ERROR_BAD_EXE_FORMAT)) {
    failure.message = "The DLL of the ASIO driver \"" + name + "\" is not made for 64-bit programs, and this is one.";
    failure.hint = "Install the driver's 64-bit version.";
  } else if (result == HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND)) {
    failure.message = "The DLL of the ASIO driver \"" + name + "\", or one that it needs, is not there.";
  } else if (result == E_NOINTERFACE) {
    failure.message = "What is installed as \"" + name + "\" is no ASIO driver: it does not know its own interface.";
  }
  return Error(std::move(failure));
}

class InstalledDriver final : public probe::TestedDriver {
 public:
  explicit InstalledDriver(const probe::AsioTarget& target) : name_(target.name) {
    CLSID clsid{};
    HRESULT result = CLSIDFromString(windows::to_wide(target.clsid).c_str(), &clsid);
    void* object = nullptr;
    // There is no id of the interface: a driver's own class stands for it.
    if (SUCCEEDED(result)) result = CoCreateInstance(clsid, nullptr, CLSCTX_INPROC_SERVER, clsid, &object);
    if (FAILED(result) || object == nullptr) throw not_loaded(name_, FAILED(result) ? result : E_POINTER);
    driver_ = static_cast<windows::AsioInterface*>(object);
  }

  ~InstalledDriver() override {
    if (started_) driver_->stop();
    if (prepared_) driver_->disposeBuffers();
    driver_->Release();
  }
  InstalledDriver(const InstalledDriver&) = delete;
  InstalledDriver& operator=(const InstalledDriver&) = delete;

  // Some put dialogs before the window that they are given; the desktop's is there in every program.
  abi::Bool init() override { return driver_->init(GetDesktopWindow()) == abi::kNo ? abi::kNo : abi::kYes; }
  abi::Error getChannels(std::int32_t* inputs, std::int32_t* outputs) override {
    return noted("getChannels", driver_->getChannels(inputs, outputs));
  }
  abi::Error getLatencies(std::int32_t* input, std::int32_t* output) override {
    return noted("getLatencies", driver_->getLatencies(input, output));
  }
  abi::Error getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                           std::int32_t* granularity) override {
    return noted("getBufferSize", driver_->getBufferSize(min, max, preferred, granularity));
  }
  abi::Error canSampleRate(double rate) override { return noted("canSampleRate", driver_->canSampleRate(rate)); }
  abi::Error getSampleRate(double* rate) override { return noted("getSampleRate", driver_->getSampleRate(rate)); }
  abi::Error setSampleRate(double rate) override { return noted("setSampleRate", driver_->setSampleRate(rate)); }
  abi::Error createBuffers(abi::BufferInfo* infos, std::int32_t channels, std::int32_t frames,
                           const abi::Callbacks* callbacks) override {
    const abi::Error answer = noted("createBuffers", driver_->createBuffers(infos, channels, frames, callbacks));
    prepared_ = answer == abi::Error::Ok;
    return answer;
  }
  abi::Error start() override {
    const abi::Error answer = noted("start", driver_->start());
    started_ = answer == abi::Error::Ok;
    return answer;
  }
  abi::Error stop() override {
    started_ = false;
    return noted("stop", driver_->stop());
  }
  abi::Error disposeBuffers() override {
    prepared_ = false;
    return noted("disposeBuffers", driver_->disposeBuffers());
  }
  abi::Error getSamplePosition(abi::Samples* position, abi::TimeStamp* time) override {
    return driver_->getSamplePosition(position, time);
  }
  /// A driver that has no use for it says so once, and is not asked again.
  abi::Error outputReady() override {
    if (!wantsReady_.load(std::memory_order_relaxed)) return abi::Error::NotPresent;
    const abi::Error answer = driver_->outputReady();
    if (answer != abi::Error::Ok) wantsReady_.store(false, std::memory_order_relaxed);
    return answer;
  }

  [[nodiscard]] audio::Failure failure(const char* code, const char* message) const override {
    char raw[kRoom] = "";
    driver_->getErrorMessage(raw);
    const std::string words = text_of(raw, kRoom);
    std::string sentence(message);
    sentence.erase(sentence.find_last_not_of('.') + 1);
    return {.code = code,
            .message = sentence + (words.empty() ? ", and the driver does not say why." : ": " + words),
            .hint = "That is what \"" + name_ +
                    "\" says: look into its control panel, and whether another program "
                    "holds its device.",
            .host = call_.empty() ? "init answered 0" : call_ + " answered " + name_of(answer_)};
  }

  [[nodiscard]] probe::DriverIdentity identity() const override {
    char raw[kRoom] = "";
    driver_->getDriverName(raw);
    const std::string name = text_of(raw, kRoom);
    return {.name = name.empty() ? name_ : name, .version = driver_->getDriverVersion()};
  }

  [[nodiscard]] driver::Facts facts() override {
    std::int32_t inputs = 0;
    std::int32_t outputs = 0;
    driver_->getChannels(&inputs, &outputs);
    return {.backend = "ASIO", .exclusive = {}, .input = side(inputs, abi::kYes), .output = side(outputs, abi::kNo)};
  }

  /// Drivers have windows and timers of their own, which live on the messages of the thread that made them.
  void wait(std::chrono::milliseconds time) override {
    MsgWaitForMultipleObjects(0, nullptr, FALSE, static_cast<DWORD>(time.count()), QS_ALLINPUT);
    MSG message;
    while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE) != 0) DispatchMessageW(&message);
  }

 private:
  abi::Error noted(const char* call, abi::Error answer) {
    if (answer == abi::Error::Success) answer = abi::Error::Ok;  // some answer the other "yes"
    if (answer != abi::Error::Ok) {
      call_ = call;
      answer_ = answer;
    }
    return answer;
  }

  /// Every channel of a direction has to be of one kind, as the test plays and records them alike.
  std::optional<driver::SideFacts> side(std::int32_t channels, abi::Bool isInput) {
    if (channels < 1) return std::nullopt;
    std::optional<abi::SampleType> first;
    for (std::int32_t channel = 0; channel < channels; ++channel) {
      abi::ChannelInfo info{.channel = channel, .isInput = isInput};
      if (noted("getChannelInfo", driver_->getChannelInfo(&info)) != abi::Error::Ok) {
        throw Error(failure("open-failed", "The driver does not tell about its channels."));
      }
      if (first.value_or(info.type) != info.type) throw wrong_type(info.type, "not the same on all channels");
      first = info.type;
    }
    const std::optional<audio::SampleType> type = sample_type_of(*first);
    if (!type) throw wrong_type(*first, "none that the test can play");
    return driver::SideFacts{.device = identity().name, .channels = channels, .sampleType = *type};
  }

  [[nodiscard]] Error wrong_type(abi::SampleType type, const std::string& why) const {
    return Error({.code = "sample-type-not-supported",
                  .message = "The samples of \"" + name_ + "\" are " + why + " (type " +
                             std::to_string(static_cast<std::int32_t>(type)) + ").",
                  .hint = "The test plays and records 16, 24 and 32-bit integers and 32-bit floating point."});
  }

  const Apartment apartment_;
  const std::string name_;  ///< in the machine's list
  windows::AsioInterface* driver_ = nullptr;
  bool prepared_ = false;
  bool started_ = false;
  std::atomic<bool> wantsReady_{true};
  /// The last call that was refused, and how.
  std::string call_;
  abi::Error answer_ = abi::Error::Ok;
};

}  // namespace

std::unique_ptr<probe::TestedDriver> installed_driver(const probe::ProbePlan& plan) {
  return std::make_unique<InstalledDriver>(*plan.asio);
}

}  // namespace flexlab::asio_host
