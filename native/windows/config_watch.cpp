#include "windows/config_watch.h"

#include <windows.h>

#include "audio/error.h"
#include "windows/config_change.h"

namespace flexlab::windows {
namespace {

/// Editors empty a file, write it, and set its times: longer than that takes, and short enough to feel immediate.
constexpr std::chrono::milliseconds kQuiet{120};

std::optional<driver::Config> parsed(const std::string& text) {
  try {
    driver::Config config = driver::load_config(text);
    if (driver::find_hopeless(config)) return std::nullopt;
    return config;
  } catch (const audio::Error&) {
    return std::nullopt;
  }
}

}  // namespace

ConfigWatch::ConfigWatch(std::filesystem::path path, Read read, std::string textInForce)
    : path_(std::move(path)),
      read_(std::move(read)),
      textInForce_(std::move(textInForce)),
      inForce_(parsed(textInForce_)),
      seen_(look()),
      seenSince_(Clock::now()) {}

std::optional<ConfigWatch::Stamp> ConfigWatch::look() const {
  WIN32_FILE_ATTRIBUTE_DATA data{};
  if (GetFileAttributesExW(path_.c_str(), GetFileExInfoStandard, &data) == 0) return std::nullopt;
  const auto joined = [](DWORD high, DWORD low) { return (static_cast<unsigned long long>(high) << 32) | low; };
  return Stamp{.written = joined(data.ftLastWriteTime.dwHighDateTime, data.ftLastWriteTime.dwLowDateTime),
               .size = joined(data.nFileSizeHigh, data.nFileSizeLow)};
}

bool ConfigWatch::changed(Clock::time_point now) {
  const std::optional<Stamp> stamp = look();
  if (stamp != seen_) {
    seen_ = stamp;
    seenSince_ = now;
    settled_ = false;
    return false;
  }
  if (settled_ || now - seenSince_ < kQuiet) return false;
  std::string text;
  try {
    text = read_();
  } catch (const audio::Error& error) {
    settled_ = error.code != "config-locked";
    return false;
  }
  settled_ = true;
  if (text == textInForce_) {
    told_.reset();
    return false;
  }
  std::optional<driver::Config> config = parsed(text);
  if (!config) return false;
  if (inForce_ && same_settings(*config, *inForce_)) {
    told_.reset();
    return false;
  }
  if (told_ && same_settings(*config, *told_)) return false;
  told_ = std::move(config);
  return true;
}

}  // namespace flexlab::windows
