#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "driver_support.h"
#include "status/platform.h"

namespace flexlab::test {

/// A place for a log of a test's own.
struct LogFolder {
  LogFolder() { std::filesystem::create_directories(path); }
  ~LogFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  LogFolder(const LogFolder&) = delete;
  LogFolder& operator=(const LogFolder&) = delete;

  void make_empty() const { std::ofstream made(file); }
  [[nodiscard]] std::string text() const { return read(file); }
  [[nodiscard]] std::string old_text() const { return read(file.string() + ".old"); }

  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("flexlab-log-" + std::to_string(status::process_id()));
  const std::filesystem::path file = path / "FlexASIO.log";

 private:
  static std::string read(const std::filesystem::path& which) {
    std::ifstream in(which, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

}  // namespace flexlab::test
