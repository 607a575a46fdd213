#include "windows/default_devices.h"

// Before what takes GUIDs from it.
#include <initguid.h>
#include <mmdeviceapi.h>
#include <windows.h>

#include <utility>

#include "audio/com_held.h"

namespace flexlab::windows {
namespace {

constexpr std::chrono::milliseconds kPeriod{250};

/// Empty: there is none.
std::wstring default_of(IMMDeviceEnumerator& devices, EDataFlow flow) {
  audio::ComHeld<IMMDevice> device;
  if (FAILED(devices.GetDefaultAudioEndpoint(flow, eConsole, device.place()))) return {};
  LPWSTR text = nullptr;
  if (FAILED(device->GetId(&text))) return {};
  std::wstring id(text);
  CoTaskMemFree(text);
  return id;
}

}  // namespace

struct DefaultDevices::Enumerator {
  audio::ComHeld<IMMDeviceEnumerator> devices;
};

DefaultDevices::DefaultDevices() = default;
DefaultDevices::~DefaultDevices() = default;

driver::Directions DefaultDevices::changed(Clock::time_point now) {
  driver::Directions changed{.input = false, .output = false};
  if (lookedAt_ != Clock::time_point{} && now - lookedAt_ < kPeriod) return changed;
  lookedAt_ = now;
  if (!enumerator_) {
    auto made = std::make_unique<Enumerator>();
    if (FAILED(CoCreateInstance(CLSID_MMDeviceEnumerator, nullptr, CLSCTX_ALL, IID_IMMDeviceEnumerator,
                                made->devices.untyped_place()))) {
      return changed;
    }
    enumerator_ = std::move(made);
  }
  IMMDeviceEnumerator& devices = *enumerator_->devices;
  std::wstring input = default_of(devices, eCapture);
  std::wstring output = default_of(devices, eRender);
  // Without any there is nothing to go on with: the next one will be another than the last.
  changed.input = looked_ && !input.empty() && input != input_;
  changed.output = looked_ && !output.empty() && output != output_;
  if (!input.empty()) input_ = std::move(input);
  if (!output.empty()) output_ = std::move(output);
  looked_ = true;
  return changed;
}

}  // namespace flexlab::windows
