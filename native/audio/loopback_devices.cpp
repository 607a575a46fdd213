#include "audio/loopback_devices.h"

#include <string>

namespace flexlab::audio {

Device loopback_of(const Device& output, const MixFormat& format) {
  Device loopback = output;
  loopback.name += kLoopbackMark;
  // The id of the output, with the name and the channels of this; equals keep their ordinals.
  const std::string ordinal = output.id.substr(output.id.rfind('|') + 1);
  loopback.id = output.backend + '|' + loopback.name + '|' + std::to_string(format.channels) + "|0|" + ordinal;
  loopback.inputChannels = format.channels;
  loopback.outputChannels = 0;
  loopback.defaultSampleRate = format.sampleRate;
  // How often Windows mixes: that is how far what it brings is behind.
  loopback.lowInputLatency = output.lowOutputLatency;
  loopback.highInputLatency = output.highOutputLatency;
  loopback.lowOutputLatency = 0;
  loopback.highOutputLatency = 0;
  loopback.isDefaultInput = false;
  loopback.isDefaultOutput = false;
  loopback.isLoopback = true;
  return loopback;
}

}  // namespace flexlab::audio
