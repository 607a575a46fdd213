#include "driver/config_watch.h"

#include <utility>

#include "audio/error.h"

namespace flexlab::driver {
namespace {

/// Editors empty a file, write it, and set its times: longer than that takes, and short enough to feel immediate.
constexpr std::chrono::milliseconds kQuiet{120};

Config parsed(const std::string& text) {
  Config config = load_config(text);
  if (std::optional<audio::Failure> hopeless = find_hopeless(config)) throw audio::Error(std::move(*hopeless));
  return config;
}

}  // namespace

ConfigWatch::ConfigWatch(Look look, Read read, std::string textInForce, Clock::time_point now)
    : look_(std::move(look)),
      read_(std::move(read)),
      textInForce_(std::move(textInForce)),
      inForce_(parsed(textInForce_)),
      seen_(look_()),
      seenSince_(now) {}

ConfigWatch::Change ConfigWatch::look(Clock::time_point now) {
  const std::optional<Stamp> stamp = look_();
  if (stamp != seen_) {
    seen_ = stamp;
    seenSince_ = now;
    saved_ = true;
    settled_ = false;
    return Change::None;
  }
  if (settled_ || now - seenSince_ < kQuiet) return Change::None;
  settled_ = true;
  try {
    return compare(read_());
  } catch (const audio::Failure& failure) {
    failure_ = failure;
    settled_ = failure.code != "config-locked";
    return settled_ ? Change::Wrong : Change::None;
  }
}

ConfigWatch::Change ConfigWatch::compare(const std::string& text) {
  if (text == textInForce_) return back();
  Config config = parsed(text);
  if (same_settings(config, inForce_)) return back();
  if (told_ && same_settings(config, *told_)) return same();
  told_ = std::move(config);
  return Change::Other;
}

ConfigWatch::Change ConfigWatch::back() {
  if (!told_) return same();
  told_.reset();
  return Change::Back;
}

}  // namespace flexlab::driver
