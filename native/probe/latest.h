#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

namespace flexlab::probe {

/// Hands values from one thread to another without either waiting: the reader gets the latest, those between are lost.
/// A triple buffer: one cell is the writer's, one the reader's, the third changes hands. One writer, one reader.
template <typename Value>
class Latest {
  static_assert(std::is_trivially_copyable_v<Value>);

 public:
  void put(const Value& value) noexcept {
    cells_[written_] = value;
    written_ = handed_.exchange(static_cast<std::uint8_t>(written_ | kNew), std::memory_order_acq_rel) & kIndex;
  }
  /// The latest since the last call; null when there is no other. Valid until the next call.
  [[nodiscard]] const Value* take() noexcept {
    if ((handed_.load(std::memory_order_relaxed) & kNew) == 0) return nullptr;
    read_ = handed_.exchange(read_, std::memory_order_acq_rel) & kIndex;
    return &cells_[read_];
  }

 private:
  static constexpr std::uint8_t kNew = 4;
  static constexpr std::uint8_t kIndex = 3;

  std::array<Value, 3> cells_{};
  std::uint8_t written_ = 0;
  std::uint8_t read_ = 1;
  std::atomic<std::uint8_t> handed_{2};
};

}  // namespace flexlab::probe
