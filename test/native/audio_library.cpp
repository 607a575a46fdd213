// The RAII over PortAudio, on whatever this machine has.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <set>
#include <string>

#include "audio/error.h"
#include "audio/library.h"
#include "audio/sample_type.h"
#include "audio/stream.h"

using namespace flexlab;

namespace {

/// What is written to stderr while it lives.
class CapturedStderr {
 public:
  CapturedStderr() : file_(std::tmpfile(), std::fclose), saved_(dup(STDERR_FILENO)) {
    dup2(fileno(file_.get()), STDERR_FILENO);
  }
  ~CapturedStderr() { restore(); }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  std::string text() {
    restore();
    std::string text;
    std::rewind(file_.get());
    for (int c = std::fgetc(file_.get()); c != EOF; c = std::fgetc(file_.get())) text += static_cast<char>(c);
    return text;
  }

 private:
  void restore() {
    if (saved_ < 0) return;
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    saved_ = -1;
  }
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  int saved_;
};

}  // namespace

TEST_CASE("host libraries say nothing on stderr") {
  CapturedStderr captured;
  {
    const audio::Library library;
    (void)library.backends();
  }
  CHECK(captured.text() == "");
}

TEST_CASE("one backend alone is looked for when asked, and all when that one is not here") {
  const auto names = [](const audio::Library& library) {
    std::set<std::string> found;
    for (const audio::Backend& backend : library.backends()) found.insert(backend.name);
    return found;
  };
  CHECK(names(audio::Library("Virtual")) == std::set<std::string>{"Virtual"});
  const std::set<std::string> all = names(audio::Library());
  CHECK(names(audio::Library("Teletype")) == all);
  for (const std::string& name : all) CHECK(names(audio::Library(name)) == std::set<std::string>{name});
}

TEST_CASE("Virtual is always there, last, and ids are unique") {
  const audio::Library library;
  const auto backends = library.backends();
  REQUIRE_FALSE(backends.empty());
  CHECK(backends.back().name == "Virtual");
  std::set<std::string> ids;
  std::size_t devices = 0;
  for (const audio::Backend& backend : backends) {
    devices += backend.devices.size();
    for (const audio::Device& device : backend.devices) {
      CHECK(device.backend == backend.name);
      ids.insert(device.id);
    }
  }
  CHECK(ids.size() == devices);
}

TEST_CASE("several libraries may live at once") {
  const audio::Library first;
  const auto before = first.backends().size();
  { const audio::Library second; }
  CHECK(first.backends().size() == before);
}

TEST_CASE("the version is that of the source") { CHECK(audio::Library::version().starts_with("PortAudio 19.")); }

TEST_CASE("sample types know their names and PortAudio's") {
  for (const audio::SampleType type : audio::kSampleTypes) {
    CHECK(audio::sample_type_named(audio::name_of(type)) == type);
    CHECK(audio::sample_type_of(audio::pa_format_of(type) | paNonInterleaved) == type);
  }
  CHECK_FALSE(audio::sample_type_named("float32").has_value());
  CHECK_FALSE(audio::sample_type_of(paUInt8).has_value());
}

TEST_CASE("a device that is not there is told as such") {
  const audio::Library library;
  audio::StreamSettings settings;
  settings.output = audio::StreamSide{.device = 100000, .channels = 2};
  settings.sampleRate = 48000;
  settings.callback = [](const void*, void*, unsigned long, const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags,
                         void*) -> int { return paContinue; };
  try {
    const audio::Stream stream(settings);
    FAIL("it opened");
  } catch (const audio::Error& error) {
    CHECK(error.code == "device-not-found");
    CHECK(error.table == "output");
    CHECK(error.key == "device");
    CHECK(error.host.starts_with("-9996"));
  }
  CHECK(audio::find_obstacle(settings).has_value());
}
