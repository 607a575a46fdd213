#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "driver/config_watch.h"
#include "driver/driver.h"
#include "windows/asio_interface.h"
#include "windows/default_devices.h"
#include "windows/profile.h"
#include "windows/watch_thread.h"

namespace flexlab::windows {

/// The driver as hosts hold it: COM's counting around driver::Driver, slot by slot. It lives until its last Release,
/// which may come from inside the host's message callback.
class ComObject final : public AsioInterface {
 public:
  /// Held once, by whoever called.
  explicit ComObject(Profile profile);

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override;
  ULONG STDMETHODCALLTYPE AddRef() override;
  ULONG STDMETHODCALLTYPE Release() override;

  driver::abi::Bool FLEXLAB_ASIO_CALL init(void* systemHandle) override;
  void FLEXLAB_ASIO_CALL getDriverName(char* name) override;
  std::int32_t FLEXLAB_ASIO_CALL getDriverVersion() override;
  void FLEXLAB_ASIO_CALL getErrorMessage(char* text) override;
  driver::abi::Error FLEXLAB_ASIO_CALL start() override;
  driver::abi::Error FLEXLAB_ASIO_CALL stop() override;
  driver::abi::Error FLEXLAB_ASIO_CALL getChannels(std::int32_t* inputs, std::int32_t* outputs) override;
  driver::abi::Error FLEXLAB_ASIO_CALL getLatencies(std::int32_t* input, std::int32_t* output) override;
  driver::abi::Error FLEXLAB_ASIO_CALL getBufferSize(std::int32_t* min, std::int32_t* max, std::int32_t* preferred,
                                                     std::int32_t* granularity) override;
  driver::abi::Error FLEXLAB_ASIO_CALL canSampleRate(double rate) override;
  driver::abi::Error FLEXLAB_ASIO_CALL getSampleRate(double* rate) override;
  driver::abi::Error FLEXLAB_ASIO_CALL setSampleRate(double rate) override;
  driver::abi::Error FLEXLAB_ASIO_CALL getClockSources(driver::abi::ClockSource* sources, std::int32_t* count) override;
  driver::abi::Error FLEXLAB_ASIO_CALL setClockSource(std::int32_t index) override;
  driver::abi::Error FLEXLAB_ASIO_CALL getSamplePosition(driver::abi::Samples* position,
                                                         driver::abi::TimeStamp* time) override;
  driver::abi::Error FLEXLAB_ASIO_CALL getChannelInfo(driver::abi::ChannelInfo* info) override;
  driver::abi::Error FLEXLAB_ASIO_CALL createBuffers(driver::abi::BufferInfo* infos, std::int32_t channels,
                                                     std::int32_t frames,
                                                     const driver::abi::Callbacks* callbacks) override;
  driver::abi::Error FLEXLAB_ASIO_CALL disposeBuffers() override;
  driver::abi::Error FLEXLAB_ASIO_CALL controlPanel() override;
  driver::abi::Error FLEXLAB_ASIO_CALL future(std::int32_t selector, void* argument) override;
  driver::abi::Error FLEXLAB_ASIO_CALL outputReady() override;

 private:
  /// Keeps the DLL while an object is there, and until the threads of its sound have left.
  struct Presence {
    Presence();
    ~Presence();
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;
  };

  ~ComObject();

  /// What the watching thread does now and then while buffers exist.
  void look(DefaultDevices& defaults);

  const Presence presence_;  // first, so that it goes last
  const Profile profile_;
  driver::Driver driver_;
  std::optional<driver::ConfigWatch> configWatch_;
  std::unique_ptr<WatchThread> watchThread_;
  std::atomic<ULONG> references_{1};
};

}  // namespace flexlab::windows
