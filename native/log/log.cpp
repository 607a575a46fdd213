#include "log/log.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <system_error>
#include <utility>

#include "audio/clock.h"
#include "log/append_file.h"
#include "status/platform.h"

namespace flexlab::log {
namespace {

namespace fs = std::filesystem;

/// Audio threads wake nobody (that would be a system call), so we look this often.
constexpr std::chrono::milliseconds kPeriod{100};
/// A disk that hangs must not cost the music program its memory.
constexpr std::size_t kMostLinesWaiting = 10'000;

/// `2026-01-31T12:34:56.123456Z`
std::string time_text(std::int64_t nanoseconds) {
  const auto seconds = static_cast<std::time_t>(nanoseconds / 1'000'000'000);
  const auto micros = static_cast<int>(nanoseconds % 1'000'000'000 / 1000);
  std::tm parts{};
#ifdef _WIN32
  gmtime_s(&parts, &seconds);
#else
  gmtime_r(&seconds, &parts);
#endif
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, micros);
  return text.data();
}

fs::path old_of(fs::path file) { return file += ".old"; }

std::string utf8_of(const fs::path& path) {
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

}  // namespace

std::optional<Settings> settings_of_environment() {
#ifdef _WIN32
  const wchar_t* file = _wgetenv(L"FLEXLAB_LOG");
#else
  const char* file = std::getenv("FLEXLAB_LOG");
#endif
  if (file == nullptr || *file == 0) return std::nullopt;
  return Settings{.file = file, .create = true};
}

std::unique_ptr<Log> Log::open(const Settings& settings) noexcept {
  try {
    std::error_code ignored;
    if (!settings.create && !fs::is_regular_file(settings.file, ignored)) return nullptr;
    return std::make_unique<Log>(settings);
  } catch (const std::exception&) {  // sound without a log is better than none
    return nullptr;
  }
}

Log::Log(Settings settings) : settings_(std::move(settings)), thread_([this] { run(); }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Log::tell(std::string text) noexcept {
  try {
    const std::lock_guard lock(mutex_);
    if (told_.size() == kMostLinesWaiting) {
      ++untold_;
      return;
    }
    told_.push_back({.at = audio::wall_now(), .from = "host", .text = std::move(text)});
  } catch (const std::exception&) {  // a line less
    return;
  }
  wake_.notify_all();
}

void Log::run() {
  std::unique_lock lock(mutex_);
  for (bool last = false; !last;) {
    wake_.wait_for(lock, kPeriod, [this] { return finished_ || !told_.empty(); });
    last = finished_;
    std::vector<Line> lines = std::exchange(told_, {});
    const std::uint64_t untold = std::exchange(untold_, 0);
    lock.unlock();
    try {
      if (untold > 0) {
        lines.push_back({.at = audio::wall_now(),
                         .from = "log",
                         .text = std::to_string(untold) + " lines are missing: the disk was too slow."});
      }
      collect_events(lines);
      if (!lines.empty()) write(lines);
    } catch (const std::exception&) {  // without memory there are no lines
    }
    lock.lock();
  }
}

void Log::collect_events(std::vector<Line>& lines) {
  Event event;
  while (events_.take(event)) {
    std::string text = "at frame " + std::to_string(event.position) + ": " + event.words;
    if (event.value != 0) text += ' ' + std::to_string(event.value);
    lines.push_back({.at = event.at, .from = "audio", .text = std::move(text)});
  }
  if (const std::uint64_t lost = events_.take_lost(); lost > 0) {
    lines.push_back({.at = audio::wall_now(),
                     .from = "log",
                     .text = std::to_string(lost) + " events are missing: they came faster than they are written."});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
}

void Log::write(const std::vector<Line>& lines) {
  std::string text;
  const std::string process = std::to_string(status::process_id());
  for (const Line& line : lines) {
    text += time_text(line.at) + ' ' + process + ' ' + line.from + ' ';
    for (const char letter : line.text) {
      text += letter;
      if (letter == '\n') text += "    ";
    }
    text += '\n';
  }
  const std::optional<std::uint64_t> size = append_to_file(settings_.file, text, settings_.create);
  if (size && *size > settings_.mostBytes) begin_anew();
}

void Log::begin_anew() {
  // Another program may have done it just now.
  std::error_code failed;
  if (fs::file_size(settings_.file, failed) <= settings_.mostBytes || failed) return;
  fs::rename(settings_.file, old_of(settings_.file), failed);
  // Somebody who holds it open keeps it as it is: then it grows on until the next time.
  if (failed) return;
  const std::string text = time_text(audio::wall_now()) + ' ' + std::to_string(status::process_id()) +
                           " log What came before is in " + utf8_of(old_of(settings_.file.filename())) + ".\n";
  static_cast<void>(append_to_file(settings_.file, text, true));
}

}  // namespace flexlab::log
