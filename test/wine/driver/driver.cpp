// ASIO drivers of another make: one that works, to be measured, and some that fail in ways that drivers do.
#include <windows.h>
// After windows.h, which it needs.
#include <unknwn.h>

#include <cstring>
#include <memory>

#include "asio.h"
#include "behaviour.h"
#include "loop.h"

namespace {

constexpr GUID kFamily = {0xF1E1AB00, 0x4A51, 0x4F0E, {0x90, 0x00, 0, 0, 0, 0, 0, 0}};

LONG objects = 0;

struct Driver : asio::Object {
  LONG references = 1;
  GUID clsid{};
  Behaviour behaviour = kLoop;
  std::unique_ptr<Loop> loop;
};

Driver* of(asio::Object* object) { return static_cast<Driver*>(object); }

int sample_bytes(const Driver& driver) { return driver.behaviour == kLoop24 ? 3 : 4; }

HRESULT __stdcall query_interface(asio::Object* self, const GUID* iid, void** out) {
  if (!IsEqualGUID(*iid, IID_IUnknown) && !IsEqualGUID(*iid, of(self)->clsid)) {
    *out = nullptr;
    return E_NOINTERFACE;
  }
  *out = self;
  InterlockedIncrement(&of(self)->references);
  return S_OK;
}
ULONG __stdcall add_ref(asio::Object* self) { return static_cast<ULONG>(InterlockedIncrement(&of(self)->references)); }
ULONG __stdcall release(asio::Object* self) {
  const LONG left = InterlockedDecrement(&of(self)->references);
  if (left == 0) {
    delete of(self);
    InterlockedDecrement(&objects);
  }
  return static_cast<ULONG>(left);
}

int32_t ASIO_THISCALL init(asio::Object* self, void*) {
  switch (of(self)->behaviour) {
    case kRefuses:
    case kMute: return 0;
    case kHangs: Sleep(INFINITE); return 0;
    default: return 1;
  }
}
void ASIO_THISCALL get_driver_name(asio::Object*, char* name) { std::strcpy(name, "Test Loop"); }
int32_t ASIO_THISCALL get_driver_version(asio::Object*) { return 42; }
void ASIO_THISCALL get_error_message(asio::Object* self, char* text) {
  switch (of(self)->behaviour) {
    // The letters of a German system, as drivers of its time wrote them.
    case kRefuses: std::strcpy(text, "The interface is switched off (Ger\xE4t aus)."); break;
    case kNoBuffers: std::strcpy(text, "Out of bus bandwidth."); break;
    default: text[0] = '\0';
  }
}
int32_t ASIO_THISCALL start(asio::Object* self) {
  if (of(self)->loop == nullptr) return -997;
  if (of(self)->behaviour != kNeverCalls) of(self)->loop->start();
  return 0;
}
int32_t ASIO_THISCALL stop(asio::Object* self) {
  if (of(self)->loop == nullptr) return -997;
  of(self)->loop->stop();
  return 0;
}
int32_t ASIO_THISCALL get_channels(asio::Object*, int32_t* inputs, int32_t* outputs) {
  *inputs = *outputs = Loop::kChannels;
  return 0;
}
/// Not the truth, as is usual: 700 of 1777 frames.
int32_t ASIO_THISCALL get_latencies(asio::Object*, int32_t* input, int32_t* output) {
  *input = 300;
  *output = 400;
  return 0;
}
int32_t ASIO_THISCALL get_buffer_size(asio::Object* self, int32_t* least, int32_t* most, int32_t* preferred,
                                      int32_t* step) {
  *least = of(self)->behaviour == kNonsense ? -1 : 64;
  *most = 1024;
  *preferred = 256;
  *step = -1;
  return 0;
}
int32_t ASIO_THISCALL can_sample_rate(asio::Object*, double rate) { return rate == Loop::kRate ? 0 : -995; }
int32_t ASIO_THISCALL get_sample_rate(asio::Object*, double* rate) {
  *rate = Loop::kRate;
  return 0;
}
int32_t ASIO_THISCALL set_sample_rate(asio::Object* self, double rate) { return can_sample_rate(self, rate); }
int32_t ASIO_THISCALL get_clock_sources(asio::Object*, asio::ClockSource* sources, int32_t* count) {
  if (*count < 1) return -998;
  *sources = {0, -1, -1, 1, "Internal"};
  *count = 1;
  return 0;
}
int32_t ASIO_THISCALL set_clock_source(asio::Object*, int32_t) { return 0; }
int32_t ASIO_THISCALL get_sample_position(asio::Object*, asio::Wide*, asio::Wide*) { return -996; }
int32_t ASIO_THISCALL get_channel_info(asio::Object* self, asio::ChannelInfo* info) {
  info->isActive = of(self)->loop != nullptr;
  info->group = 0;
  info->type = of(self)->behaviour == kOddSamples ? 20 : sample_bytes(*of(self)) == 3 ? asio::kInt24 : asio::kInt32;
  std::strcpy(info->name, "Loop");
  return 0;
}
int32_t ASIO_THISCALL create_buffers(asio::Object* self, asio::BufferInfo* infos, int32_t count, int32_t frames,
                                     asio::Callbacks* callbacks) {
  Driver& driver = *of(self);
  if (driver.behaviour == kNoBuffers) return -999;
  if (frames < 64 || frames > 1024 || (frames & (frames - 1)) != 0) return -997;
  Loop::Setup setup{.sampleBytes = sample_bytes(driver), .tellsTime = driver.behaviour == kLoop24};
  if (driver.behaviour == kCrashes || driver.behaviour == kStops) setup.calls = 50;
  setup.crashes = driver.behaviour == kCrashes;
  driver.loop = std::make_unique<Loop>(setup, infos, count, frames, *callbacks);
  return 0;
}
int32_t ASIO_THISCALL dispose_buffers(asio::Object* self) {
  of(self)->loop.reset();
  return 0;
}
int32_t ASIO_THISCALL control_panel(asio::Object*) { return -1000; }
int32_t ASIO_THISCALL future(asio::Object*, int32_t, void*) { return -998; }
int32_t ASIO_THISCALL output_ready(asio::Object*) { return -1000; }

constexpr asio::Methods kMethods = {query_interface,
                                    add_ref,
                                    release,
                                    init,
                                    get_driver_name,
                                    get_driver_version,
                                    get_error_message,
                                    start,
                                    stop,
                                    get_channels,
                                    get_latencies,
                                    get_buffer_size,
                                    can_sample_rate,
                                    get_sample_rate,
                                    set_sample_rate,
                                    get_clock_sources,
                                    set_clock_source,
                                    get_sample_position,
                                    get_channel_info,
                                    create_buffers,
                                    dispose_buffers,
                                    control_panel,
                                    future,
                                    output_ready};

class Factory final : public IClassFactory {
 public:
  explicit Factory(const GUID& clsid) : clsid_(clsid) {}
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** out) override {
    if (!IsEqualGUID(iid, IID_IUnknown) && !IsEqualGUID(iid, IID_IClassFactory)) {
      *out = nullptr;
      return E_NOINTERFACE;
    }
    *out = this;
    AddRef();
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() override { return static_cast<ULONG>(InterlockedIncrement(&references_)); }
  ULONG STDMETHODCALLTYPE Release() override {
    const LONG left = InterlockedDecrement(&references_);
    if (left == 0) delete this;
    return static_cast<ULONG>(left);
  }
  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID iid, void** out) override {
    if (outer != nullptr) return CLASS_E_NOAGGREGATION;
    auto* driver = new Driver;
    driver->methods = &kMethods;
    driver->clsid = clsid_;
    driver->behaviour = static_cast<Behaviour>(clsid_.Data4[7]);
    InterlockedIncrement(&objects);
    const HRESULT result = query_interface(driver, &iid, out);
    release(driver);
    return result;
  }
  HRESULT STDMETHODCALLTYPE LockServer(BOOL) override { return S_OK; }

 private:
  ~Factory() = default;
  LONG references_ = 1;
  GUID clsid_;
};

}  // namespace

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void** out) {
  GUID family = clsid;
  family.Data4[7] = 0;
  *out = nullptr;
  if (!IsEqualGUID(family, kFamily)) return CLASS_E_CLASSNOTAVAILABLE;
  auto* factory = new Factory(clsid);
  const HRESULT result = factory->QueryInterface(iid, out);
  factory->Release();
  return result;
}

STDAPI DllCanUnloadNow() { return objects == 0 ? S_OK : S_FALSE; }
