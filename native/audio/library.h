#pragma once

#include <portaudio.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flexlab::audio {

/// One PortAudio device: DeviceInfo of extension/audio/contract.ts, plus its index. Latencies are seconds and as the
/// host API claims them: any number.
struct Device {
  std::string backend;
  std::string name;
  std::string id;  ///< backend|name|inputs|outputs|ordinal among equals: the same after a restart, unlike the index
  int inputChannels = 0;
  int outputChannels = 0;
  double defaultSampleRate = 0;
  double lowInputLatency = 0;
  double highInputLatency = 0;
  double lowOutputLatency = 0;
  double highOutputLatency = 0;
  bool isDefaultInput = false;   ///< of its backend
  bool isDefaultOutput = false;  ///< of its backend
  PaDeviceIndex index = paNoDevice;
  /// The speakers of its channels as in WAVEFORMATEXTENSIBLE, the lowest bit first; 0 where the host API has none.
  std::uint32_t channelMask = 0;
  /// An input that records what the output of the same `index` plays; see open_loopback.
  bool isLoopback = false;
};

/// One host API, with its devices in PortAudio's order, and the loopbacks of its outputs after them.
struct Backend {
  std::string name;
  PaHostApiTypeId type = paInDevelopment;
  PaHostApiIndex index = 0;
  std::vector<Device> devices;
};

/// PortAudio, initialised for as long as this lives. Several may live at once; the device list is the one of the first.
class Library {
 public:
  /// Throws Error `portaudio-initialise-failed`. May take seconds on some systems. `only`: the name of the one host API
  /// to look for, which takes less; where it is not here, as where it is empty, all are looked for. Only the first one
  /// that lives can choose.
  explicit Library(std::string_view only = {});
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// Has PortAudio look for devices anew, which gives them new numbers. False, and nothing changes, while another
  /// Library lives or a stream is open, whose devices must stay. Throws like the constructor; there are no devices
  /// then.
  [[nodiscard]] bool refresh();

  /// The host APIs in PortAudio's order, those without a device included.
  [[nodiscard]] std::vector<Backend> backends() const;

  /// Index into backends() of the host API PortAudio itself would use.
  [[nodiscard]] PaHostApiIndex default_backend() const;

  /// "PortAudio 19.7.0"
  [[nodiscard]] static std::string version();

 private:
  const std::string only_;
};

}  // namespace flexlab::audio
