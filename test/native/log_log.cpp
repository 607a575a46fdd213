// The log file: who may write it, and what becomes of it.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "log/log.h"
#include "log_support.h"

using namespace flexlab;
using namespace flexlab::test;
using log::Log;

TEST_CASE("a log is written only where its file is, or where it is asked for by name") {
  const LogFolder folder;
  CHECK(Log::open({.file = folder.file}) == nullptr);
  CHECK(!std::filesystem::exists(folder.file));
  folder.make_empty();
  CHECK(Log::open({.file = folder.file}) != nullptr);
  std::filesystem::remove(folder.file);
  CHECK(Log::open({.file = folder.path, .create = true}) != nullptr);  // a folder takes no lines, and that is all
  Log::open({.file = folder.file, .create = true})->tell("hello");
  CHECK(folder.text().ends_with(" host hello\n"));
}

TEST_CASE("each line says when, which process and where it comes from; more lines of a text are indented") {
  const LogFolder folder;
  folder.make_empty();
  Log::open({.file = folder.file})->tell("one\ntwo");
  const std::string text = folder.text();
  // 2026-01-31T12:34:56.123456Z 1234 host one
  CHECK(text.size() > 28);
  CHECK(text[10] == 'T');
  CHECK(text.substr(26, 2) == "Z ");
  CHECK(text.substr(28).find(std::to_string(status::process_id()) + " host one\n    two\n") == 0);
}

TEST_CASE("events of an audio thread come into the file in order, between what was told") {
  const LogFolder folder;
  folder.make_empty();
  const std::unique_ptr<Log> log = Log::open({.file = folder.file});
  log->tell("begin");
  std::thread audio([&] {
    for (int i = 1; i <= 300; ++i) {
      log->events().put({.at = i, .position = static_cast<std::uint64_t>(i) * 480, .words = "late by", .value = i});
    }
  });
  audio.join();
  REQUIRE(eventually([&] { return folder.text().find("late by 300") != std::string::npos; }));
  const std::string text = folder.text();
  std::size_t at = 0;
  for (int i = 1; i <= 300; ++i) {
    const std::string line = " audio at frame " + std::to_string(i * 480) + ": late by " + std::to_string(i) + "\n";
    at = text.find(line, at);
    REQUIRE_MESSAGE(at != std::string::npos, line);
  }
}

TEST_CASE("events that come faster than they are written are counted, and none waits") {
  const LogFolder folder;
  folder.make_empty();
  log::EventRing ring;
  for (std::uint32_t i = 0; i < log::EventRing::kSize + 7; ++i) ring.put({.position = i});
  log::Event event;
  std::uint32_t taken = 0;
  while (ring.take(event)) CHECK(event.position == taken++);
  CHECK(taken == log::EventRing::kSize);
  CHECK(ring.take_lost() == 7);
  CHECK(ring.take_lost() == 0);
  ring.put({.position = 5});
  CHECK(ring.take(event));
  CHECK(event.position == 5);
}

TEST_CASE("a ring under load loses nothing that it does not count") {
  log::EventRing ring;
  constexpr std::uint64_t kEvents = 200'000;
  std::thread producer([&] {
    for (std::uint64_t i = 0; i < kEvents; ++i) ring.put({.at = static_cast<std::int64_t>(i), .position = i * 3});
  });
  std::uint64_t taken = 0, lost = 0, last = 0;
  log::Event event;
  bool ordered = true, whole = true;
  while (taken + lost < kEvents) {
    lost += ring.take_lost();
    while (ring.take(event)) {
      const auto at = static_cast<std::uint64_t>(event.at);
      ordered = ordered && (taken == 0 || at > last);
      whole = whole && event.position == at * 3;
      last = at;
      ++taken;
    }
  }
  producer.join();
  CHECK(ordered);
  CHECK(whole);
  CHECK(taken + lost == kEvents);
}

TEST_CASE("a log that is too long becomes an old one, and a new one begins") {
  const LogFolder folder;
  folder.make_empty();
  const std::unique_ptr<Log> log = Log::open({.file = folder.file, .mostBytes = 1000});
  for (int i = 0; i < 200; ++i) {
    log->tell("line " + std::to_string(i) + " " + std::string(60, 'x'));
    const std::string line = "line " + std::to_string(i) + " ";
    REQUIRE(eventually([&] {
      return folder.text().find(line) != std::string::npos || folder.old_text().find(line) != std::string::npos;
    }));
  }
  CHECK(folder.text().size() < 2000);
  CHECK(folder.old_text().size() < 2000);
  CHECK(folder.old_text().size() > 1000);
  CHECK(folder.text().find("log What came before is in FlexASIO.log.old.\n") != std::string::npos);
}

TEST_CASE("a log whose file is deleted is off from then on") {
  const LogFolder folder;
  folder.make_empty();
  const std::unique_ptr<Log> log = Log::open({.file = folder.file});
  log->tell("first");
  REQUIRE(eventually([&] { return !folder.text().empty(); }));
  std::filesystem::remove(folder.file);
  log->tell("second");
  folder.make_empty();
  log->tell("third");
  REQUIRE(eventually([&] { return folder.text().find("third") != std::string::npos; }));
}

TEST_CASE("several logs write whole lines into one file") {
  const LogFolder folder;
  folder.make_empty();
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 4; ++writer) {
    threads.emplace_back([&, writer] {
      const std::unique_ptr<Log> log = Log::open({.file = folder.file});
      for (int i = 0; i < 100; ++i) log->tell("writer " + std::to_string(writer) + " says " + std::to_string(i) + ".");
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::istringstream lines(folder.text());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CHECK(line.find(" host writer ") != std::string::npos);
    CHECK(line.ends_with('.'));
  }
  CHECK(count == 400);
}
