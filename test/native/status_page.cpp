// The status page: one writer that never waits, readers that notice when they were overtaken, and pages that go with
// their process.
#include <doctest/doctest.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "status/publisher.h"
#include "status/reader.h"

#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#endif

using namespace flexlab::status;

namespace {

/// Names that no other program, and no other run of these tests, looks at.
std::string place(const char* name) { return "flexlab-test-" + std::to_string(process_id()) + '-' + name; }

Facts facts_of(std::string_view program) {
  Facts facts{};
  facts.state = static_cast<std::uint32_t>(State::Loaded);
  facts.program.set(program);
  return facts;
}

}  // namespace

TEST_CASE("a reader never sees half of one value and half of another") {
  Seqlock<Pulse> lock;
  const auto pulse_of = [](std::uint64_t n) {
    Pulse pulse{};
    pulse.position = n;
    pulse.callbacks = n;
    std::fill_n(pulse.outputPeaks, kPeaks, static_cast<float>(n));
    return pulse;
  };
  lock.write(pulse_of(1));
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (std::uint64_t n = 2; n < 20000; ++n) lock.write(pulse_of(n));
    done = true;
  });
  std::uint64_t last = 0;
  int whole = 0;
  while (!done) {
    const std::optional<Pulse> seen = lock.read();
    if (!seen) continue;
    ++whole;
    CHECK(seen->position >= last);
    last = seen->position;
    CHECK(seen->callbacks == seen->position);
    for (const float peak : seen->outputPeaks) CHECK(peak == static_cast<float>(seen->position));
  }
  writer.join();
  CHECK(whole > 0);
  CHECK(lock.read()->position == 19999);
}

TEST_CASE("a value whose writer stands still in the middle is not read") {
  Seqlock<Pulse> lock;
  lock.write(Pulse{});
  REQUIRE(lock.read());
  auto* sequence = reinterpret_cast<std::atomic<std::uint32_t>*>(&lock);
  sequence->fetch_add(1);
  CHECK(!lock.read());
  sequence->fetch_add(1);
  CHECK(lock.read());
}

TEST_CASE("texts are cut between characters") {
  Text<8> text;
  text.set("abc");
  CHECK(text.str() == "abc");
  text.set("abcdefgh");
  CHECK(text.str() == "abcdefg");
  text.set("abcdef\xC3\xA4");  // the two bytes of one letter
  CHECK(text.str() == "abcdef");
}

TEST_CASE("pages are seen while their drivers live, oldest first, and in their own place only") {
  const std::string here = place("seen");
  CHECK(read_all(here).empty());
  auto first = std::make_unique<Publisher>(here);
  REQUIRE(first->published());
  CHECK(read_all(here).empty());  // nothing written yet
  Facts facts = facts_of("late.exe");
  facts.loadedAt = 2;
  first->write(facts);
  Publisher second(here);
  facts = facts_of("early.exe");
  facts.loadedAt = 1;
  second.write(facts);
  second.write(Pulse{.position = 4711});

  std::vector<Reading> readings = read_all(here);
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].facts.program.str() == "early.exe");
  CHECK(readings[0].pulse.position == 4711);
  CHECK(readings[0].processId == process_id());
  CHECK(readings[1].facts.program.str() == "late.exe");
  CHECK(read_all(place("elsewhere")).empty());

  first.reset();
  readings = read_all(here);
  REQUIRE(readings.size() == 1);
  CHECK(readings[0].facts.program.str() == "early.exe");
}

TEST_CASE("with all pages taken a driver still works, unseen") {
  const std::string here = place("full");
  std::vector<std::unique_ptr<Publisher>> all;
  all.reserve(kSlots);
  for (int i = 0; i < kSlots; ++i) {
    all.push_back(std::make_unique<Publisher>(here));
    CHECK(all.back()->published());
    all.back()->write(facts_of("one"));
  }
  Publisher tooMany(here);
  CHECK(!tooMany.published());
  tooMany.write(facts_of("unseen"));
  tooMany.write(Pulse{});
  CHECK(read_all(here).size() == kSlots);
}

#ifndef _WIN32
TEST_CASE("the page of a killed process is removed, and its place is free again") {
  const std::string here = place("killed");
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const Publisher publisher(here);
    const_cast<Publisher&>(publisher).write(facts_of("victim"));
    const char ready = 'x';
    if (::write(pipe[1], &ready, 1) != 1) _exit(1);
    for (;;) pause();
  }
  char ready = 0;
  REQUIRE(::read(pipe[0], &ready, 1) == 1);
  const std::vector<Reading> alive = read_all(here);
  CHECK(alive.size() == 1);
  CHECK((alive.empty() || alive[0].processId == static_cast<std::uint32_t>(child)));

  kill(child, SIGKILL);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  SUBCASE("by a reader") { CHECK(read_all(here).empty()); }
  SUBCASE("by the next driver") {
    Publisher next(here);
    next.write(facts_of("next"));
    CHECK(read_all(here).size() == 1);
  }
  // All names are free: as many drivers as there are places can be seen.
  std::vector<std::unique_ptr<Publisher>> all;
  all.reserve(kSlots);
  for (int i = 0; i < kSlots; ++i) all.push_back(std::make_unique<Publisher>(here));
  for (const auto& one : all) CHECK(one->published());
  close(pipe[0]);
  close(pipe[1]);
}
#endif
