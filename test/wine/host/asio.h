// The binary interface of ASIO as a host sees it, written down apart from the driver's own header on purpose: what the
// two say of offsets, order and calling convention has to agree, or the tests with this host fail.
#pragma once

#include <windows.h>

#include <cstdint>

#ifdef __i386__
#define ASIO_THISCALL __attribute__((thiscall))
#else
#define ASIO_THISCALL
#endif

namespace asio {

#pragma pack(push, 4)
struct Wide {
  uint32_t high, low;
  [[nodiscard]] uint64_t value() const { return (static_cast<uint64_t>(high) << 32) | low; }
};
struct ClockSource {
  int32_t index, channel, group, isCurrent;
  char name[32];
};
struct ChannelInfo {
  int32_t channel, isInput, isActive, group, type;
  char name[32];
};
struct BufferInfo {
  int32_t isInput, channel;
  void* buffers[2];
};
struct TimeInfo {
  double speed;
  Wide systemTime, samplePosition;
  double sampleRate;
  uint32_t flags;
  char reserved[12];
};
struct Time {
  int32_t reserved[4];
  TimeInfo info;
  char timeCode[88];  // as wide as any compiler makes it
};
struct Callbacks {
  void (*bufferSwitch)(int32_t half, int32_t direct);
  void (*rateChanged)(double rate);
  int32_t (*message)(int32_t selector, int32_t value, void* argument, double* optional);
  Time* (*bufferSwitchTimeInfo)(Time* time, int32_t half, int32_t direct);
};
#pragma pack(pop)

struct Object;

/// Slots 0 to 23 behind an object's pointer.
struct Methods {
  HRESULT(__stdcall* queryInterface)(Object*, const GUID*, void**);
  ULONG(__stdcall* addRef)(Object*);
  ULONG(__stdcall* release)(Object*);
  int32_t(ASIO_THISCALL* init)(Object*, void*);
  void(ASIO_THISCALL* getDriverName)(Object*, char*);
  int32_t(ASIO_THISCALL* getDriverVersion)(Object*);
  void(ASIO_THISCALL* getErrorMessage)(Object*, char*);
  int32_t(ASIO_THISCALL* start)(Object*);
  int32_t(ASIO_THISCALL* stop)(Object*);
  int32_t(ASIO_THISCALL* getChannels)(Object*, int32_t*, int32_t*);
  int32_t(ASIO_THISCALL* getLatencies)(Object*, int32_t*, int32_t*);
  int32_t(ASIO_THISCALL* getBufferSize)(Object*, int32_t*, int32_t*, int32_t*, int32_t*);
  int32_t(ASIO_THISCALL* canSampleRate)(Object*, double);
  int32_t(ASIO_THISCALL* getSampleRate)(Object*, double*);
  int32_t(ASIO_THISCALL* setSampleRate)(Object*, double);
  int32_t(ASIO_THISCALL* getClockSources)(Object*, ClockSource*, int32_t*);
  int32_t(ASIO_THISCALL* setClockSource)(Object*, int32_t);
  int32_t(ASIO_THISCALL* getSamplePosition)(Object*, Wide*, Wide*);
  int32_t(ASIO_THISCALL* getChannelInfo)(Object*, ChannelInfo*);
  int32_t(ASIO_THISCALL* createBuffers)(Object*, BufferInfo*, int32_t, int32_t, Callbacks*);
  int32_t(ASIO_THISCALL* disposeBuffers)(Object*);
  int32_t(ASIO_THISCALL* controlPanel)(Object*);
  int32_t(ASIO_THISCALL* future)(Object*, int32_t, void*);
  int32_t(ASIO_THISCALL* outputReady)(Object*);
};
static_assert(sizeof(Methods) == 24 * sizeof(void*));

struct Object {
  const Methods* methods;
};

enum SampleType { kInt16 = 16, kInt24 = 17, kInt32 = 18, kFloat32 = 19 };

}  // namespace asio

/// Calls a method of a driver: CALL(driver, getChannels, &inputs, &outputs).
#define CALL(object, method, ...) ((object)->methods->method((object)__VA_OPT__(, ) __VA_ARGS__))
