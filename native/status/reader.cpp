#include "status/reader.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "status/platform.h"

namespace flexlab::status {

std::vector<Reading> read_all(const std::string& place) {
  std::vector<Reading> readings;
  for (int slot = 0; slot < kSlots; ++slot) {
    const std::unique_ptr<SharedMemory> memory = SharedMemory::open(slot_name(place, slot), sizeof(Page));
    if (memory == nullptr) continue;
    const Page& page = *static_cast<const Page*>(memory->data());
    if (page.magic.load(std::memory_order_acquire) != kMagic || page.version != kVersion) continue;
    const std::optional<Facts> facts = page.facts.read();
    const std::optional<Pulse> pulse = page.pulse.read();
    const std::optional<Joins> joins = page.joins.read();
    // Without a state nothing has been published yet.
    if (!facts || !pulse || !joins || facts->state == 0) continue;
    readings.push_back({.processId = page.processId, .facts = *facts, .pulse = *pulse, .joins = *joins});
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const Reading& a, const Reading& b) { return a.facts.loadedAt < b.facts.loadedAt; });
  return readings;
}

}  // namespace flexlab::status
