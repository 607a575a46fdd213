#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "status/seqlock.h"

/// flexlab-status/1: what a driver inside a music program tells the rest of the machine about itself.
///
/// Each driver instance has one Page in named shared memory (see platform.h for names and for who may read). The
/// layout is fixed, little-endian, the same for 32-bit and 64-bit programs, and never changes within a version; the
/// version is part of the memory's name.
///
///   offset 0     magic      kMagic, written last when the page is made
///          4     version    kVersion
///          8     bytes      sizeof(Page)
///          12    process id
///          16    Facts      behind a sequence number of their own: written by threads of the host, when they change
///          16+   Pulse      behind another: written by the audio thread in every callback
///          16++  Joins      behind a third: written like Facts
///
/// A sequence number is odd while its part is being written. A reader copies the part and looks at the number before
/// and after: when it was odd or has changed, the copy is torn and is made again.
///
/// Texts are UTF-8, end with a zero byte, and are cut between characters where they do not fit. Times are nanoseconds
/// since 1970 UTC; 0 stands for "not yet". Latencies are frames; kUnknown stands for "not yet".
namespace flexlab::status {

inline constexpr std::uint32_t kMagic = 0x53'58'4C'46;  ///< "FLXS"
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kPeaks = 32;
inline constexpr std::int32_t kUnknown = -2147483647 - 1;

enum class State : std::uint32_t {
  Failed = 1,    ///< it could not be initialised: see the error
  Loaded = 2,    ///< initialised; no buffers
  Prepared = 3,  ///< buffers exist and the devices are open
  Running = 4,   ///< see Pulse::lost
};

template <std::size_t Bytes>
struct Text {
  char bytes[Bytes];

  void set(std::string_view text) noexcept {
    std::size_t length = text.size() < Bytes ? text.size() : Bytes - 1;
    if (length < text.size()) {
      while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    }
    std::memcpy(bytes, text.data(), length);
    std::memset(bytes + length, 0, Bytes - length);
  }
  [[nodiscard]] std::string str() const { return {bytes, strnlen(bytes, Bytes)}; }
};

struct Side {
  Text<256> device;  ///< empty: this direction is off
  Text<16> sampleType;
  std::int32_t channels;
  std::int32_t latency;  ///< what getLatencies answers, the late path of the output not counted
};

struct Facts {
  std::uint32_t state;  ///< a State
  std::int32_t bufferFrames;
  double sampleRate;  ///< Hz
  std::int64_t loadedAt;
  std::int64_t startedAt;  ///< of the last start
  std::int64_t changedAt;  ///< when anything here was last written
  std::int32_t exclusive;  ///< 0 or 1; kUnknown for backends without that choice
  std::uint32_t version;   ///< of the driver
  Text<64> program;        ///< the music program
  Text<64> backend;
  Side input;
  Side output;
  Text<4096> configPath;    ///< empty: there is no such file
  Text<72> configSha256;    ///< of the text that was read: 64 hexadecimal digits
  Text<64> errorCode;       ///< of the last failure; empty: there was none
  Text<1024> errorMessage;  ///< in full, where the host shows its first 123 characters
  Text<1024> errorHint;     ///< what to do about it
};

struct Pulse {
  std::uint64_t position;   ///< ASIO sample position of the last bufferSwitch
  std::int64_t beatAt;      ///< when that was
  std::uint64_t callbacks;  ///< bufferSwitches since start, as all counts here
  std::uint64_t lateCallbacks;
  std::uint64_t inputUnderflows;
  std::uint64_t inputOverflows;
  std::uint64_t outputUnderflows;
  std::uint64_t outputOverflows;
  std::uint64_t missedOutputReady;
  std::uint32_t lost;        ///< 1: the device went away while it ran
  std::uint32_t outputLate;  ///< 1: the host does not say outputReady in time, so a buffer is added to the output
  /// Of channels 0 to 31 of the device, full scale = 1. A peak falls by 20 dB a second, so that who looks a few times a
  /// second misses none.
  float inputPeaks[kPeaks];
  float outputPeaks[kPeaks];
};

/// What lies between a host's rate and clock and those of its devices.
struct Joins {
  double inputRate;  ///< Hz, at which the device was opened; 0: not yet, or not at all
  double outputRate;
  std::uint32_t twoClocks;  ///< 1: input and output are two streams, joined by a resampler that follows the drift
  std::uint32_t reserved;
};

struct Page {
  std::atomic<std::uint32_t> magic;
  std::uint32_t version;
  std::uint32_t bytes;
  std::uint32_t processId;
  Seqlock<Facts> facts;
  Seqlock<Pulse> pulse;
  Seqlock<Joins> joins;
};

static_assert(sizeof(Side) == 280 && sizeof(Facts) == 7016 && sizeof(Pulse) == 336 && sizeof(Joins) == 24);
static_assert(offsetof(Page, facts) == 16 && offsetof(Page, pulse) == 16 + 4 + sizeof(Facts));

}  // namespace flexlab::status
