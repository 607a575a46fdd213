#pragma once

#include <windows.h>
// After windows.h, which it needs.
#include <unknwn.h>

#include "driver/abi.h"

// On x86 the methods after COM's take `this` in ECX and remove their own arguments, whatever a compiler's habit is; on
// x86_64 there is one convention only.
#ifdef __i386__
#define FLEXLAB_ASIO_CALL __attribute__((thiscall))
#else
#define FLEXLAB_ASIO_CALL
#endif

namespace flexlab::windows {

/// What an ASIO host calls: the order of the methods is the interface. Nothing virtual may come before, between or
/// after them, a destructor included.
struct AsioInterface : IUnknown {
  virtual driver::abi::Bool FLEXLAB_ASIO_CALL init(void* systemHandle) = 0;
  virtual void FLEXLAB_ASIO_CALL getDriverName(char* name) = 0;
  virtual std::int32_t FLEXLAB_ASIO_CALL getDriverVersion() = 0;
  virtual void FLEXLAB_ASIO_CALL getErrorMessage(char* text) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL start() = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL stop() = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL getChannels(std::int32_t* inputs, std::int32_t* outputs) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL getLatencies(std::int32_t* input, std::int32_t* output) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL getBufferSize(std::int32_t* min, std::int32_t* max,
                                                             std::int32_t* preferred, std::int32_t* granularity) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL canSampleRate(double rate) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL getSampleRate(double* rate) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL setSampleRate(double rate) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL getClockSources(driver::abi::ClockSource* sources,
                                                               std::int32_t* count) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL setClockSource(std::int32_t index) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL getSamplePosition(driver::abi::Samples* position,
                                                                 driver::abi::TimeStamp* time) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL getChannelInfo(driver::abi::ChannelInfo* info) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL createBuffers(driver::abi::BufferInfo* infos, std::int32_t channels,
                                                             std::int32_t frames,
                                                             const driver::abi::Callbacks* callbacks) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL disposeBuffers() = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL controlPanel() = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL future(std::int32_t selector, void* argument) = 0;
  virtual driver::abi::Error FLEXLAB_ASIO_CALL outputReady() = 0;

 protected:
  ~AsioInterface() = default;
};

// An answer is one 32-bit register, and the object begins with the pointer to the methods and nothing else.
static_assert(sizeof(driver::abi::Error) == 4 && sizeof(driver::abi::Bool) == 4);
static_assert(sizeof(AsioInterface) == sizeof(void*) && alignof(AsioInterface) == alignof(void*));

}  // namespace flexlab::windows
