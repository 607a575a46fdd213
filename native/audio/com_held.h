#pragma once

#include <unknwn.h>

namespace flexlab::audio {

/// Holds a COM object, and releases it at its end.
template <typename Interface>
class ComHeld {
 public:
  ComHeld() = default;
  ~ComHeld() {
    if (object_ != nullptr) object_->Release();
  }
  ComHeld(const ComHeld&) = delete;
  ComHeld& operator=(const ComHeld&) = delete;
  /// Where a call puts the object, once.
  [[nodiscard]] Interface** place() { return &object_; }
  [[nodiscard]] void** untyped_place() { return reinterpret_cast<void**>(&object_); }
  [[nodiscard]] Interface* operator->() const { return object_; }
  [[nodiscard]] Interface& operator*() const { return *object_; }

 private:
  Interface* object_ = nullptr;
};

}  // namespace flexlab::audio
