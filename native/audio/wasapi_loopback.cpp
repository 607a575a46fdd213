#include "audio/wasapi_loopback.h"

#include "audio/error.h"

#if PA_USE_WASAPI
#include <windows.h>
// After windows.h, which they need.
#include <audioclient.h>
#include <avrt.h>
#include <mmdeviceapi.h>
#include <mmreg.h>
#include <pa_win_wasapi.h>
#include <timeapi.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "audio/com_held.h"
#include "audio/portaudio_lock.h"
#endif

namespace flexlab::audio {

#if PA_USE_WASAPI
namespace {

/// WASAPI counts time in these.
constexpr std::int64_t kTick = 100;
/// Of Windows' own buffer: longer than any pause of ours.
constexpr REFERENCE_TIME kBuffer = 2'000'000;

/// `0x88890003 of IAudioClient::GetService`
std::string host_words(HRESULT result, const char* call) {
  char number[16];
  std::snprintf(number, sizeof number, "0x%08lX", static_cast<unsigned long>(result));
  return std::string(number) + " of " + call;
}

Error failure_of(const std::string& name, HRESULT result, const char* call) {
  const std::string device = "\"" + name + "\"";
  const std::string host = host_words(result, call);
  const auto made = [&](const char* code, std::string message, const char* hint) {
    return Error(
        {.code = code, .message = std::move(message), .hint = hint, .table = "input", .key = "device", .host = host});
  };
  switch (result) {
    case AUDCLNT_E_DEVICE_INVALIDATED:
    case HRESULT_FROM_WIN32(ERROR_NOT_FOUND):
      return made("device-not-found", device + " is not there any more.", "Pick the device again.");
    case AUDCLNT_E_DEVICE_IN_USE:
    case AUDCLNT_E_EXCLUSIVE_MODE_NOT_ALLOWED:
      return made("device-busy", device + " cannot record: a program has the output for itself (exclusive mode).",
                  "Close the program that uses it, or choose another device.");
    case AUDCLNT_E_WRONG_ENDPOINT_TYPE:
      return made("loopback-not-available", device + " cannot record: this system has no WASAPI loopback.",
                  "Choose another input, such as a device that the output is connected with.");
    default: return made("open-failed", device + " did not open: " + host + '.', "Try another device.");
  }
}

/// How a sample lies in memory. Of the bits that count in an integer the highest come first, so it is read as a whole.
std::optional<SampleType> sample_type_of(const WAVEFORMATEX& format) {
  WORD tag = format.wFormatTag;
  if (tag == WAVE_FORMAT_EXTENSIBLE) {
    tag = static_cast<WORD>(reinterpret_cast<const WAVEFORMATEXTENSIBLE&>(format).SubFormat.Data1);
  }
  if (tag == WAVE_FORMAT_IEEE_FLOAT && format.wBitsPerSample == 32) return SampleType::Float32;
  if (tag != WAVE_FORMAT_PCM) return std::nullopt;
  switch (format.wBitsPerSample) {
    case 16: return SampleType::Int16;
    case 24: return SampleType::Int24;
    case 32: return SampleType::Int32;
    default: return std::nullopt;
  }
}

/// The present as WASAPI stamps its packets, in nanoseconds.
std::int64_t stamp_now(std::int64_t perSecond) {
  LARGE_INTEGER count;
  QueryPerformanceCounter(&count);
  return count.QuadPart / perSecond * 1'000'000'000 + count.QuadPart % perSecond * 1'000'000'000 / perSecond;
}

class WasapiLoopback final : public PacketSource {
 public:
  WasapiLoopback(const std::string& name, const std::wstring& endpoint) : name_(name) {
    ComHeld<IMMDeviceEnumerator> devices;
    require(CoCreateInstance(__uuidof(MMDeviceEnumerator), nullptr, CLSCTX_ALL, __uuidof(IMMDeviceEnumerator),
                             devices.untyped_place()),
            "CoCreateInstance");
    ComHeld<IMMDevice> device;
    require(devices->GetDevice(endpoint.c_str(), device.place()), "IMMDeviceEnumerator::GetDevice");
    require(device->Activate(__uuidof(IAudioClient), CLSCTX_ALL, nullptr, client_.untyped_place()),
            "IMMDevice::Activate");
    open();
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    countsPerSecond_ = frequency.QuadPart;
  }

  [[nodiscard]] const PacketFormat& format() const noexcept override { return format_; }

  void start() override {
    // What was left of before.
    require(client_->Reset(), "IAudioClient::Reset");
    require(client_->Start(), "IAudioClient::Start");
    // So that a wait of some milliseconds takes some milliseconds.
    timeBeginPeriod(1);
    DWORD task = 0;
    priority_ = AvSetMmThreadCharacteristicsW(L"Pro Audio", &task);
  }

  void stop() noexcept override {
    if (priority_ != nullptr) AvRevertMmThreadCharacteristics(priority_);
    priority_ = nullptr;
    timeEndPeriod(1);
    client_->Stop();
  }

  [[nodiscard]] Answer next(Packet& packet) noexcept override {
    BYTE* samples = nullptr;
    DWORD flags = 0;
    UINT64 stamp = 0;
    const HRESULT result = capture_->GetBuffer(&samples, &held_, &flags, nullptr, &stamp);
    if (result == AUDCLNT_S_BUFFER_EMPTY) return Answer::Nothing;
    if (FAILED(result)) return Answer::Lost;
    packet = {.samples = (flags & AUDCLNT_BUFFERFLAGS_SILENT) != 0 ? nullptr : samples,
              .frames = held_,
              .afterGap = (flags & AUDCLNT_BUFFERFLAGS_DATA_DISCONTINUITY) != 0,
              .age = 0};
    const auto nanoseconds = [&](double frames) {
      return static_cast<std::int64_t>(frames * 1e9 / format_.sampleRate);
    };
    UINT32 queued = 0;
    if (SUCCEEDED(client_->GetCurrentPadding(&queued)) && queued > held_) packet.age = nanoseconds(queued - held_);
    if (stamp != 0 && (flags & AUDCLNT_BUFFERFLAGS_TIMESTAMP_ERROR) == 0) {
      const std::int64_t begun = static_cast<std::int64_t>(stamp) * kTick;
      packet.age = std::max(packet.age, stamp_now(countsPerSecond_) - begun - nanoseconds(held_));
    }
    return Answer::Packet;
  }

  void release() noexcept override { capture_->ReleaseBuffer(held_); }

 private:
  void require(HRESULT result, const char* call) const {
    if (FAILED(result)) throw failure_of(name_, result, call);
  }

  void open() {
    WAVEFORMATEX* mix = nullptr;
    require(client_->GetMixFormat(&mix), "IAudioClient::GetMixFormat");
    const std::unique_ptr<WAVEFORMATEX, decltype(&CoTaskMemFree)> held(mix, CoTaskMemFree);
    const std::optional<SampleType> type = sample_type_of(*mix);
    if (!type) {
      throw Error({.code = "format-not-supported",
                   .message = "Windows mixes in a format that cannot be recorded from \"" + name_ + "\".",
                   .hint = "Choose another default format in the output's properties.",
                   .table = "input",
                   .key = "device"});
    }
    // Polled, not woken up: before Windows 10 loopback wakes nobody, and since then nobody while nothing plays.
    require(client_->Initialize(AUDCLNT_SHAREMODE_SHARED, AUDCLNT_STREAMFLAGS_LOOPBACK, kBuffer, 0, mix, nullptr),
            "IAudioClient::Initialize");
    REFERENCE_TIME period = 0;
    REFERENCE_TIME latency = 0;
    require(client_->GetDevicePeriod(&period, nullptr), "IAudioClient::GetDevicePeriod");
    require(client_->GetStreamLatency(&latency), "IAudioClient::GetStreamLatency");
    require(client_->GetService(__uuidof(IAudioCaptureClient), capture_.untyped_place()), "IAudioClient::GetService");
    format_ = {.channels = mix->nChannels,
               .sampleType = *type,
               .sampleRate = static_cast<double>(mix->nSamplesPerSec),
               .latency = static_cast<double>(latency) * kTick * 1e-9,
               .period = period * kTick};
  }

  const std::string name_;
  ComHeld<IAudioClient> client_;
  ComHeld<IAudioCaptureClient> capture_;  // after its client, so that it goes first
  PacketFormat format_;
  std::int64_t countsPerSecond_ = 1;
  UINT32 held_ = 0;
  HANDLE priority_ = nullptr;
};

}  // namespace

std::wstring wasapi_endpoint(PaDeviceIndex device) {
  const std::lock_guard lock(portaudio_use().mutex);
  void* object = nullptr;
  if (PaWasapi_GetIMMDevice(device, &object) != paNoError || object == nullptr) return {};
  LPWSTR text = nullptr;
  if (FAILED(static_cast<IMMDevice*>(object)->GetId(&text))) return {};
  std::wstring id(text);
  CoTaskMemFree(text);
  return id;
}

std::unique_ptr<PacketSource> open_wasapi_loopback(const std::string& name, const std::wstring& endpoint) {
  if (endpoint.empty()) throw failure_of(name, AUDCLNT_E_DEVICE_INVALIDATED, "PaWasapi_GetIMMDevice");
  return std::make_unique<WasapiLoopback>(name, endpoint);
}

#else

std::wstring wasapi_endpoint(PaDeviceIndex /*device*/) { return {}; }

std::unique_ptr<PacketSource> open_wasapi_loopback(const std::string& name, const std::wstring& /*endpoint*/) {
  throw Error({.code = "loopback-not-available",
               .message = "\"" + name + "\" cannot record: only Windows has WASAPI loopback.",
               .hint = "Choose another input.",
               .table = "input",
               .key = "device"});
}

#endif

}  // namespace flexlab::audio
