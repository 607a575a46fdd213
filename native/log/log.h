#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "log/event_ring.h"

namespace flexlab::log {

struct Settings {
  std::filesystem::path file;
  /// Otherwise the log is on only while there is such a file, as stock FlexASIO has it: who wants a log makes an empty
  /// one, who deletes it has none any more.
  bool create = false;
  /// A longer file becomes FILE.old, and a new one begins.
  std::uint64_t mostBytes = 4'000'000;
};

/// What the environment variable FLEXLAB_LOG asks for: a file to write to, made where it is missing.
[[nodiscard]] std::optional<Settings> settings_of_environment();

/// A log file, written by a thread of its own: whoever has something to tell never waits for a disk.
///
/// Each line begins with the time (UTC), the process and where it comes from, `host` for calls of a music program and
/// `audio` for what happened in callbacks. Several programs may write to one file.
class Log {
 public:
  /// Null when the log is off, which costs a look at the file's name.
  [[nodiscard]] static std::unique_ptr<Log> open(const Settings& settings) noexcept;

  explicit Log(Settings settings);
  /// Writes what is left.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// From any thread but an audio thread. Lines of a longer text after the first are indented.
  void tell(std::string text) noexcept;

  /// For one audio thread at a time. What is put there is written within a tenth of a second.
  [[nodiscard]] EventRing& events() noexcept { return events_; }

 private:
  struct Line {
    std::int64_t at = 0;  ///< nanoseconds since 1970 UTC
    const char* from = "";
    std::string text;
  };

  void run();
  void collect_events(std::vector<Line>& lines);
  void write(const std::vector<Line>& lines);
  void begin_anew();

  const Settings settings_;
  EventRing events_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Line> told_;
  std::uint64_t untold_ = 0;
  bool finished_ = false;
  std::thread thread_;
};

}  // namespace flexlab::log
