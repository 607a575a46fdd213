#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "audio/error.h"
#include "driver/config.h"

namespace flexlab::driver {

/// Looks at a configuration file now and then, and tells when what it sets differs from what is in force. By looking
/// instead of being told: a glance costs microseconds, works on every file system, holds nothing in the user's folder,
/// and sees the last of many events only.
///
/// A file is read when it has been left alone for a moment, so that no half-saved one is taken for meant. One that is
/// locked is read later; one that is wrong or unreadable changes nothing, but is told of.
class ConfigWatch {
 public:
  using Clock = std::chrono::steady_clock;
  /// Whatever differs when a file was written.
  struct Stamp {
    unsigned long long written = 0;
    unsigned long long size = 0;
    bool operator==(const Stamp&) const = default;
  };
  /// Of the file; nothing when there is none.
  using Look = std::function<std::optional<Stamp>()>;
  /// What there is to read; empty when there is no file. May throw audio::Error, `config-locked` to be asked again.
  using Read = std::function<std::string()>;

  /// Throws audio::Error when that text cannot be in force.
  ConfigWatch(Look look, Read read, std::string textInForce, Clock::time_point now);

  enum class Change {
    None,
    Other,  ///< the file has just come to set something else than what is in force and than what was told last
    Back,   ///< it sets again what is in force
    Same,   ///< it was saved and sets what is in force, or what was told last
    Wrong,  ///< it does not say what it sets: see failure()
  };
  /// To be called every 40 ms or so: a change is then told within 200 ms.
  [[nodiscard]] Change look(Clock::time_point now);
  /// What is wrong with the file, after Wrong.
  [[nodiscard]] const audio::Failure& failure() const noexcept { return failure_; }

 private:
  /// Of what the file holds now. Throws audio::Error.
  [[nodiscard]] Change compare(const std::string& text);
  [[nodiscard]] Change back();
  /// For a file that was not touched there is nothing to tell.
  [[nodiscard]] Change same() const noexcept { return saved_ ? Change::Same : Change::None; }

  const Look look_;
  const Read read_;
  const std::string textInForce_;
  const Config inForce_;
  std::optional<Config> told_;
  std::optional<Stamp> seen_;
  Clock::time_point seenSince_;
  bool saved_ = false;
  bool settled_ = false;
  audio::Failure failure_;
};

}  // namespace flexlab::driver
