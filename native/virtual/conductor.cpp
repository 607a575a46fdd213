#include "virtual/conductor.h"

#include <algorithm>

namespace flexlab::virtual_device {

std::shared_ptr<Conductor> Conductor::shared() {
  static std::mutex mutex;
  static std::weak_ptr<Conductor> current;
  const std::lock_guard lock(mutex);
  std::shared_ptr<Conductor> conductor = current.lock();
  if (!conductor) current = conductor = std::make_shared<Conductor>();
  return conductor;
}

Conductor::Part::Part(Conductor& conductor) : conductor_(conductor), due_(conductor.time()) {
  const std::lock_guard lock(conductor_.mutex_);
  conductor_.parts_.push_back(this);
}

Conductor::Part::~Part() {
  const std::lock_guard lock(conductor_.mutex_);
  std::erase(conductor_.parts_, this);
  conductor_.turn_.notify_all();
}

bool Conductor::Part::wait_for(std::int64_t due) {
  std::unique_lock lock(conductor_.mutex_);
  due_ = due;
  if (conductor_.parts_.size() > 1) {
    conductor_.turn_.notify_all();
    conductor_.turn_.wait(lock, [&] { return dismissed_ || conductor_.is_first(*this); });
  }
  if (dismissed_) return false;
  if (due > conductor_.time()) conductor_.clock_.advance(due - conductor_.time());
  return true;
}

void Conductor::Part::dismiss() {
  const std::lock_guard lock(conductor_.mutex_);
  dismissed_ = true;
  conductor_.turn_.notify_all();
}

bool Conductor::is_first(const Part& part) const noexcept {
  bool before = true;
  for (const Part* other : parts_) {
    if (other == &part) {
      before = false;
    } else if (before ? other->due_ <= part.due_ : other->due_ < part.due_) {
      return false;
    }
  }
  return true;
}

}  // namespace flexlab::virtual_device
