// The binary interface between an ASIO host and a driver, described in our own words.
//
// Only layout, order and numbers: nothing here comes from Steinberg's SDK. A "long" of that interface has 32 bits
// everywhere, so it is std::int32_t here. The structs are packed to 4 bytes; the assertions at the end hold the offsets
// that hosts compiled with other compilers rely on.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flexlab::driver::abi {

/// A truth value of the interface: 32 bits, 0 or 1.
using Bool = std::int32_t;

inline constexpr Bool kNo = 0;
inline constexpr Bool kYes = 1;

inline constexpr std::size_t kDriverNameBytes = 32;
inline constexpr std::size_t kErrorMessageBytes = 124;
inline constexpr std::size_t kChannelNameBytes = 32;

/// The answers of the methods. `Success` is the "yes" of `future`, where 0 would be ambiguous.
enum class Error : std::int32_t {
  Ok = 0,
  Success = 0x3F4847A0,
  NotPresent = -1000,
  HardwareMalfunction = -999,
  InvalidParameter = -998,
  InvalidMode = -997,
  PositionNotAdvancing = -996,
  NoClock = -995,
  NoMemory = -994,
};

/// The little-endian sample types that this driver speaks; Int24 is packed into three bytes.
enum class SampleType : std::int32_t {
  Int16Lsb = 16,
  Int24Lsb = 17,
  Int32Lsb = 18,
  Float32Lsb = 19,
  Float64Lsb = 20,
};

/// Selectors of the host's message callback.
enum class HostMessage : std::int32_t {
  SelectorSupported = 1,
  EngineVersion = 2,
  ResetRequest = 3,
  BufferSizeChange = 4,
  ResyncRequest = 5,
  LatenciesChanged = 6,
  SupportsTimeInfo = 7,
  SupportsTimeCode = 8,
  MmcCommand = 9,
  SupportsInputMonitor = 10,
  SupportsInputGain = 11,
  SupportsInputMeter = 12,
  SupportsOutputGain = 13,
  SupportsOutputMeter = 14,
  Overload = 15,
};

/// Selectors of the driver's `future`.
enum class FutureSelector : std::int32_t {
  EnableTimeCodeRead = 1,
  DisableTimeCodeRead = 2,
  SetInputMonitor = 3,
  Transport = 4,
  SetInputGain = 5,
  GetInputMeter = 6,
  SetOutputGain = 7,
  GetOutputMeter = 8,
  CanInputMonitor = 9,
  CanTimeInfo = 10,
  CanTimeCode = 11,
  CanTransport = 12,
  CanInputGain = 13,
  CanInputMeter = 14,
  CanOutputGain = 15,
  CanOutputMeter = 16,
  OptionalOne = 17,
  SetIoFormat = 0x23111961,
  GetIoFormat = 0x23111983,
  CanDoIoFormat = 0x23112004,
  CanReportOverload = 0x24042012,
  GetInternalBufferSamples = 0x25042012,
};

/// Bits of TimeInfo::flags.
namespace time_info_flag {
inline constexpr std::uint32_t kSystemTimeValid = 1;
inline constexpr std::uint32_t kSamplePositionValid = 2;
inline constexpr std::uint32_t kSampleRateValid = 4;
inline constexpr std::uint32_t kSpeedValid = 8;
inline constexpr std::uint32_t kSampleRateChanged = 16;
inline constexpr std::uint32_t kClockSourceChanged = 32;
}  // namespace time_info_flag

#pragma pack(push, 4)

/// A 64-bit count as two halves, the high half first whatever the machine's byte order.
struct Wide {
  std::uint32_t hi;
  std::uint32_t lo;
};

using Samples = Wide;    // frames
using TimeStamp = Wide;  // nanoseconds

struct ClockSource {
  std::int32_t index;
  std::int32_t associatedChannel;
  std::int32_t associatedGroup;
  Bool isCurrentSource;
  char name[32];
};

struct ChannelInfo {
  std::int32_t channel;
  Bool isInput;
  Bool isActive;
  std::int32_t channelGroup;
  SampleType type;
  char name[kChannelNameBytes];
};

struct BufferInfo {
  Bool isInput;
  std::int32_t channel;
  void* buffers[2];
};

struct TimeInfo {
  double speed;
  TimeStamp systemTime;
  Samples samplePosition;
  double sampleRate;
  std::uint32_t flags;
  char reserved[12];
};

struct TimeCode {
  double speed;
  Samples timeCodeSamples;
  std::uint32_t flags;
  char future[64];
};

struct Time {
  std::int32_t reserved[4];
  TimeInfo timeInfo;
  TimeCode timeCode;
};

struct InternalBufferInfo {
  std::int32_t inputSamples;
  std::int32_t outputSamples;
};

/// What the host gives to createBuffers. `message` and `bufferSwitchTimeInfo` may be null with old hosts.
struct Callbacks {
  void (*bufferSwitch)(std::int32_t index, Bool directProcess);
  void (*sampleRateDidChange)(double rate);
  std::int32_t (*message)(std::int32_t selector, std::int32_t value, void* message, double* optional);
  Time* (*bufferSwitchTimeInfo)(Time* time, std::int32_t index, Bool directProcess);
};

#pragma pack(pop)

constexpr Wide to_wide(std::uint64_t value) noexcept {
  return {static_cast<std::uint32_t>(value >> 32), static_cast<std::uint32_t>(value)};
}

constexpr std::uint64_t from_wide(Wide value) noexcept {
  return (static_cast<std::uint64_t>(value.hi) << 32) | value.lo;
}

/// The order of the methods behind an ASIO object's pointer: slots 0 to 2 are COM's, the rest are these.
enum class Slot : int {
  QueryInterface = 0,
  AddRef,
  Release,
  Init,
  GetDriverName,
  GetDriverVersion,
  GetErrorMessage,
  Start,
  Stop,
  GetChannels,
  GetLatencies,
  GetBufferSize,
  CanSampleRate,
  GetSampleRate,
  SetSampleRate,
  GetClockSources,
  SetClockSource,
  GetSamplePosition,
  GetChannelInfo,
  CreateBuffers,
  DisposeBuffers,
  ControlPanel,
  Future,
  OutputReady,
};

static_assert(static_cast<int>(Slot::Init) == 3 && static_cast<int>(Slot::CreateBuffers) == 19 &&
              static_cast<int>(Slot::OutputReady) == 23);

static_assert(sizeof(Wide) == 8 && offsetof(Wide, hi) == 0 && offsetof(Wide, lo) == 4);
static_assert(sizeof(ClockSource) == 48 && offsetof(ClockSource, associatedChannel) == 4 &&
              offsetof(ClockSource, associatedGroup) == 8 && offsetof(ClockSource, isCurrentSource) == 12 &&
              offsetof(ClockSource, name) == 16);
static_assert(sizeof(ChannelInfo) == 52 && offsetof(ChannelInfo, isInput) == 4 &&
              offsetof(ChannelInfo, isActive) == 8 && offsetof(ChannelInfo, channelGroup) == 12 &&
              offsetof(ChannelInfo, type) == 16 && offsetof(ChannelInfo, name) == 20);
static_assert(sizeof(BufferInfo) == 8 + 2 * sizeof(void*) && offsetof(BufferInfo, channel) == 4 &&
              offsetof(BufferInfo, buffers) == 8);
static_assert(sizeof(TimeInfo) == 48 && offsetof(TimeInfo, systemTime) == 8 &&
              offsetof(TimeInfo, samplePosition) == 16 && offsetof(TimeInfo, sampleRate) == 24 &&
              offsetof(TimeInfo, flags) == 32 && offsetof(TimeInfo, reserved) == 36);
static_assert(sizeof(TimeCode) == 84 && offsetof(TimeCode, timeCodeSamples) == 8 && offsetof(TimeCode, flags) == 16 &&
              offsetof(TimeCode, future) == 20);
static_assert(sizeof(Time) == 148 && offsetof(Time, timeInfo) == 16 && offsetof(Time, timeCode) == 64);
static_assert(sizeof(InternalBufferInfo) == 8);
static_assert(sizeof(Callbacks) == 4 * sizeof(void*));

}  // namespace flexlab::driver::abi
