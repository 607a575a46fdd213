#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "driver/config.h"

namespace flexlab::windows {

/// Looks at a configuration file now and then, and tells when what it sets differs from what is in force. By looking
/// instead of being told: a glance costs microseconds, works on every file system, holds nothing in the user's folder,
/// and sees the last of many events only.
///
/// A file is read when it has been left alone for a moment, so that no half-saved one is taken for meant. One that is
/// locked is read later; one that is wrong changes nothing.
class ConfigWatch {
 public:
  using Clock = std::chrono::steady_clock;
  /// What there is to read; may throw audio::Error.
  using Read = std::function<std::string()>;

  ConfigWatch(std::filesystem::path path, Read read, std::string textInForce);

  /// True when the file has just come to set something else than what is in force and than what was told last.
  [[nodiscard]] bool changed(Clock::time_point now);

 private:
  /// Whatever differs when a file was written; nothing when there is none.
  struct Stamp {
    unsigned long long written = 0;
    unsigned long long size = 0;
    bool operator==(const Stamp&) const = default;
  };
  [[nodiscard]] std::optional<Stamp> look() const;

  const std::filesystem::path path_;
  const Read read_;
  const std::string textInForce_;
  const std::optional<driver::Config> inForce_;
  std::optional<driver::Config> told_;
  std::optional<Stamp> seen_;
  Clock::time_point seenSince_;
  bool settled_ = false;
};

}  // namespace flexlab::windows
