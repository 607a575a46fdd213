#include "status/publisher.h"

#include <memory>

namespace flexlab::status {

std::string slot_name(const std::string& place, int slot) {
  return place + '-' + std::to_string(kVersion) + '-' + std::to_string(slot);
}

Publisher::Publisher(const std::string& place) {
  for (int slot = 0; slot < kSlots && memory_ == nullptr; ++slot) {
    memory_ = SharedMemory::create(slot_name(place, slot), sizeof(Page));
  }
  if (memory_ == nullptr) return;
  page_ = std::construct_at(static_cast<Page*>(memory_->data()));
  page_->version = kVersion;
  page_->bytes = sizeof(Page);
  page_->processId = process_id();
  page_->magic.store(kMagic, std::memory_order_release);
}

}  // namespace flexlab::status
