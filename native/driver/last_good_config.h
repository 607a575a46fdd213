#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace flexlab::driver {

/// The last text of each configuration file that a driver of this process came up with: it stays in force when the file
/// is saved wrong, or cannot be read, and the host builds everything anew meanwhile. From any thread.
class LastGoodConfig {
 public:
  void keep(const std::string& file, const std::string& text) {
    const std::lock_guard lock(mutex_);
    texts_[file] = text;
  }
  [[nodiscard]] std::optional<std::string> of(const std::string& file) const {
    const std::lock_guard lock(mutex_);
    const auto found = texts_.find(file);
    return found == texts_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> texts_;
};

}  // namespace flexlab::driver
