#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "status/page.h"
#include "status/publisher.h"

namespace flexlab::status {

/// What a page said at one moment. Facts and pulse are each whole.
struct Reading {
  std::uint32_t processId = 0;
  Facts facts{};
  Pulse pulse{};
  Joins joins{};
};

/// The pages of all living drivers of this user, oldest first. Stops no writer. Pages whose process is gone are
/// removed; a page that cannot be read whole (its writer stands still in the middle) is left out.
[[nodiscard]] std::vector<Reading> read_all(const std::string& place = kPlace);

}  // namespace flexlab::status
