#pragma once

#include <portaudio.h>

namespace flexlab::bench {

/// Processor time in seconds that a second of sound costs a whole program, all of its threads counted.
struct ProgramCost {
  double bare = 0;  ///< a PortAudio program that copies its input to its output
  double driver =
      0;  ///< a host that does nothing, with the driver: its callback, and the threads that keep it supplied
};

/// Both on a Virtual device on the real clock, in turns, 480 frames at 48 kHz, 2 in and 2 out. Takes eight seconds.
[[nodiscard]] ProgramCost program_cost(PaDeviceIndex device);

}  // namespace flexlab::bench
