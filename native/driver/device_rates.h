#pragma once

#include <cstdint>
#include <optional>

#include "audio/error.h"
#include "audio/stream.h"
#include "driver/plan.h"

namespace flexlab::driver {

/// One planned direction as a stream of its own, or part of one.
[[nodiscard]] audio::StreamSide stream_side(const Plan& plan, const PlannedSide& side, double sampleRate,
                                            std::int32_t frames);

/// The rates at which devices are opened for a host's rate, in Hz: the same where they run at it, else the nearest one
/// above, so that nothing of the sound is cut off, else the highest below.
struct DeviceRates {
  double stream = 0;
  /// Of the input.
  double capture = 0;
  /// Why the host's rate cannot be had, even by conversion.
  std::optional<audio::Failure> obstacle;
};

/// Asks the devices, which opens nothing. `frames`: the host's buffer.
[[nodiscard]] DeviceRates choose_rates(const Plan& plan, double hostRate, std::int32_t frames, Directions wanted);

}  // namespace flexlab::driver
