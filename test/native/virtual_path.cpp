// What the simulated path does to samples, frame by frame.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numbers>
#include <string>

#include "virtual/path.h"
#include "virtual_support.h"

using namespace flexlab;
using namespace flexlab::test;
using namespace flexlab::virtual_device;

namespace {

using Signal = std::function<double(int, std::int64_t)>;

struct PathRun {
  std::string device;
  std::int64_t length = 9600;
  Signal signal = coded;
  int inputs = 2;
  int outputs = 2;
  int rate = 48000;
  std::int64_t block = 480;
};

/// The input of `length` frames, in blocks.
Block pass(const PathRun& what, Path::Slips* slips = nullptr) {
  const Device device = parse_scenario("path.toml", "[[device]]\n" + what.device).devices.at(0);
  const PathShape shape{.inputs = what.inputs, .outputs = what.outputs, .rate = what.rate, .period = what.block};
  REQUIRE(find_delay_problem(device, shape).value_or("") == "");
  Path path(device, shape);
  const auto block = static_cast<std::size_t>(what.block);
  Block result(static_cast<std::size_t>(what.inputs));
  Block in(result.size(), std::vector<double>(block));
  Block out(static_cast<std::size_t>(what.outputs), std::vector<double>(block));
  std::vector<double*> inPointers;
  std::vector<const double*> outPointers;
  for (auto& channel : in) inPointers.push_back(channel.data());
  for (auto& channel : out) outPointers.push_back(channel.data());
  for (std::int64_t position = 0; position < what.length; position += what.block) {
    path.read(inPointers.data(), what.block);
    for (std::size_t c = 0; c < in.size(); ++c) result[c].insert(result[c].end(), in[c].begin(), in[c].end());
    for (std::size_t c = 0; c < out.size(); ++c) {
      for (std::size_t i = 0; i < block; ++i) {
        out[c][i] = what.signal(static_cast<int>(c), position + static_cast<std::int64_t>(i));
      }
    }
    path.write(outPointers.data(), what.block);
    const Path::Slips now = path.take_slips();
    if (slips != nullptr) {
      slips->underflow |= now.underflow;
      slips->overflow |= now.overflow;
    }
  }
  for (auto& channel : result) channel.resize(static_cast<std::size_t>(what.length));
  return result;
}

double wave(double cyclesPerFrame, double frame) {
  return 0.5 * std::sin(2 * std::numbers::pi * cyclesPerFrame * frame);
}

double decibels(double ratio) { return 20 * std::log10(ratio); }

double effective(const std::vector<double>& samples, std::size_t from) {
  double sum = 0;
  for (std::size_t i = from; i < samples.size(); ++i) sum += samples[i] * samples[i];
  return std::sqrt(sum / static_cast<double>(samples.size() - from));
}

/// The delivered stream that a list of faults makes of a source, written as plainly as can be.
std::vector<double> plainly_faulted(const std::vector<Fault>& faults, int channel, std::int64_t length,
                                    const std::function<double(std::int64_t)>& source) {
  std::vector<double> result;
  std::int64_t next = 0;
  for (std::int64_t n = 0; n < length;) {
    bool inserted = false;
    for (const Fault& fault : faults) {
      if (fault.at != n) continue;
      if (fault.kind == FaultKind::Drop) next += fault.frames;
      if (fault.kind == FaultKind::Insert) {
        result.insert(result.end(), static_cast<std::size_t>(fault.frames), 0.0);
        n += fault.frames;
        inserted = true;
      }
      if (fault.kind == FaultKind::Repeat) {
        for (std::int64_t i = 0; i < fault.frames; ++i)
          result.push_back(result[static_cast<std::size_t>(n - fault.frames + i)]);
        n += fault.frames;
        inserted = true;
      }
      if (fault.kind == FaultKind::Reorder) {
        for (std::int64_t i = 0; i < fault.frames; ++i) result.push_back(source(next + fault.frames + i));
        for (std::int64_t i = 0; i < fault.frames; ++i) result.push_back(source(next + i));
        next += 2 * fault.frames;
        n += 2 * fault.frames;
        inserted = true;
      }
      if (inserted) break;
    }
    if (inserted) continue;
    result.push_back(source(next++));
    ++n;
  }
  result.resize(static_cast<std::size_t>(length));
  for (const Fault& fault : faults) {
    if (fault.kind != FaultKind::Zero || (fault.channel && *fault.channel != channel)) continue;
    for (std::int64_t i = fault.at; i < fault.at + fault.frames && i < length; ++i)
      result[static_cast<std::size_t>(i)] = 0;
  }
  return result;
}

double delayed_code(int channel, std::int64_t frame) { return frame < 0 ? 0.0 : coded(channel, frame); }

}  // namespace

TEST_CASE("whole delays are exact for every block size") {
  for (const std::int64_t block : {1, 3, 64, 480, 1000}) {
    for (const std::int64_t delay : {block, block + 1, std::int64_t{1234}}) {
      if (delay < block) continue;
      CAPTURE(block);
      CAPTURE(delay);
      const Block input = pass({.device = "delayFrames = " + std::to_string(delay), .length = 3000, .block = block});
      for (int channel = 0; channel < 2; ++channel) {
        bool equal = true;
        for (std::int64_t n = 0; n < 3000; ++n) {
          equal &=
              input[static_cast<std::size_t>(channel)][static_cast<std::size_t>(n)] == delayed_code(channel, n - delay);
        }
        CHECK(equal);
      }
    }
  }
}

TEST_CASE("each kind of fault hits exactly its frames") {
  const std::string base = "delayFrames = 1000\n";
  const auto check = [&](const std::string& faults, std::int64_t block = 480) {
    CAPTURE(faults);
    CAPTURE(block);
    const Device device = parse_scenario("f.toml", "[[device]]\n" + base + faults).devices.at(0);
    const Block input = pass({.device = base + faults, .length = 6000, .block = block});
    for (int channel = 0; channel < 2; ++channel) {
      const auto expected = plainly_faulted(device.faults, channel, 6000,
                                            [&](std::int64_t n) { return delayed_code(channel, n - 1000); });
      CHECK(input[static_cast<std::size_t>(channel)] == expected);
    }
  };
  for (const std::int64_t at : {1200, 1439, 1440, 1441}) {  // in a block, at its last frame, at its first
    for (const std::int64_t frames : {1, 3, 480, 500}) {
      check(fault_text("drop", at, frames));
      check(fault_text("insert", at, frames));
      check(fault_text("repeat", at, frames));
      check(fault_text("reorder", at, frames));
      check(fault_text("zero", at, frames));
      check(fault_text("zero", at, frames, "channel = 1"));
    }
  }
  // Longer than blocks.
  check(fault_text("insert", 1500, 2000), 64);
  check(fault_text("repeat", 1500, 1300), 64);
  // All in one run, some at the same frame, some touching.
  check(fault_text("drop", 1500, 7) + fault_text("insert", 2000, 5) + fault_text("repeat", 2500, 9) +
        fault_text("zero", 3000, 4, "channel = 0") + fault_text("drop", 3004, 1) + fault_text("insert", 3500, 2) +
        fault_text("repeat", 3502, 3) + fault_text("reorder", 3600, 100) + fault_text("reorder", 3800, 1) +
        fault_text("zero", 5999, 50));
}

TEST_CASE("what is corrupt is far from what it was, on its channel only") {
  const Block input = pass({.device = "delayFrames = 480\n" + fault_text("corrupt", 2000, 100, "channel = 1")});
  for (std::int64_t n = 480; n < 9600; ++n) {
    const auto i = static_cast<std::size_t>(n);
    CHECK(input[0][i] == coded(0, n - 480));
    const double change = std::abs(input[1][i] - coded(1, n - 480));
    if (n >= 2000 && n < 2100) {
      CHECK(change >= 0.25);
      CHECK(change < 0.75);
    } else {
      CHECK(change == 0);
    }
  }
}

TEST_CASE("a fraction of a frame is a band-limited delay: error below -100 dB up to 0.4 of the rate") {
  for (const double delay : {600.5, 600.25, 777.9, 600.001}) {
    for (const double frequency : {0.001, 0.0567, 0.123, 0.25, 0.333, 0.4}) {
      CAPTURE(delay);
      CAPTURE(frequency);
      const Block input = pass({.device = "delayFrames = " + std::to_string(delay), .signal = [&](int, std::int64_t n) {
                                  return wave(frequency, static_cast<double>(n));
                                }});
      double worst = 0;
      for (std::size_t n = 1000; n < 9600; ++n) {
        worst = std::max(worst, std::abs(input[0][n] - wave(frequency, static_cast<double>(n) - delay)));
      }
      CHECK(decibels(worst / 0.5) < -100);
    }
  }
}

TEST_CASE("drift moves the delay by its parts per million") {
  for (const double ppm : {100.0, -100.0, 2.5}) {
    CAPTURE(ppm);
    const double frequency = 0.1;
    const Block input = pass({.device = "delayFrames = 800\ndriftPpm = " + std::to_string(ppm),
                              .length = 96000,
                              .signal = [&](int, std::int64_t n) { return wave(frequency, static_cast<double>(n)); }});
    double worst = 0;
    for (std::size_t n = 1200; n < 96000; ++n) {
      const double place = static_cast<double>(n) / (1 + ppm * 1e-6) - 800;
      worst = std::max(worst, std::abs(input[0][n] - wave(frequency, place)));
    }
    CHECK(decibels(worst / 0.5) < -100);
  }
}

TEST_CASE("when drift has used up the frames between the clocks, the device slips and says so") {
  Path::Slips slips;
  pass({.device = "delayFrames = 600\ndriftPpm = -5000", .length = 48000}, &slips);
  CHECK(slips.underflow);
  CHECK_FALSE(slips.overflow);
  slips = {};
  pass({.device = "delayFrames = 600\ndriftPpm = 9000", .length = 320000, .rate = 8000}, &slips);
  CHECK(slips.overflow);
  CHECK_FALSE(slips.underflow);
  slips = {};
  pass({.device = "delayFrames = 600\ndriftPpm = 100", .length = 480000}, &slips);
  CHECK_FALSE(slips.overflow);
}

TEST_CASE("an inner rate passes its band on time and stops what is above") {
  const auto tone = [](double hertz) {
    return pass({.device = "delayFrames = 960\ninnerRate = 44100", .length = 24000, .signal = [=](int, std::int64_t n) {
                   return wave(hertz / 48000, static_cast<double>(n));
                 }});
  };
  for (const double hertz : {100.0, 997.0, 10000.0, 19000.0}) {
    CAPTURE(hertz);
    const Block input = tone(hertz);
    double worst = 0;
    for (std::size_t n = 2000; n < 24000; ++n) {
      worst = std::max(worst, std::abs(input[1][n] - wave(hertz / 48000, static_cast<double>(n) - 960)));
    }
    CHECK(decibels(worst / 0.5) < -100);
  }
  for (const double hertz : {22100.0, 23000.0, 23900.0}) {
    CAPTURE(hertz);
    CHECK(decibels(effective(tone(hertz)[0], 2000) / (0.5 / std::sqrt(2))) < -100);
  }
}

TEST_CASE("an inner rate that is the stream's own changes nothing") {
  CHECK(pass({.device = "delayFrames = 480\ninnerRate = 48000"}) == pass({.device = "delayFrames = 480"}));
}

TEST_CASE("an inner rate above the stream's keeps the band, too") {
  const Block input = pass({.device = "delayFrames = 960.5\ninnerRate = 96000",
                            .length = 24000,
                            .signal = [](int, std::int64_t n) { return wave(0.1, static_cast<double>(n)); },
                            .rate = 44100});
  double worst = 0;
  for (std::size_t n = 2000; n < 24000; ++n) {
    worst = std::max(worst, std::abs(input[0][n] - wave(0.1, static_cast<double>(n) - 960.5)));
  }
  CHECK(decibels(worst / 0.5) < -100);
}

TEST_CASE("faults on a resampled path hit the same frames") {
  const std::string path = "delayFrames = 1200.5\ninnerRate = 44100\ndriftPpm = 10\n";
  const Block clean = pass({.device = path, .length = 20000});
  const Block faulted =
      pass({.device = path + fault_text("drop", 5000, 30) + fault_text("insert", 9000, 10), .length = 20000});
  for (std::size_t n = 0; n < 5000; ++n) REQUIRE(faulted[0][n] == clean[0][n]);
  for (std::size_t n = 5000; n < 9000; ++n) REQUIRE(faulted[0][n] == clean[0][n + 30]);
  for (std::size_t n = 9000; n < 9010; ++n) REQUIRE(faulted[0][n] == 0);
  for (std::size_t n = 9010; n < 19900; ++n) REQUIRE(faulted[0][n] == clean[0][n + 20]);
}

TEST_CASE("quantising leaves whole steps only, the nearest ones") {
  const auto fine = [](int, std::int64_t n) { return 1.1 * std::sin(static_cast<double>(n) * 0.01); };
  const Block input = pass({.device = "delayFrames = 480\nquantizeBits = 16", .signal = fine});
  for (std::int64_t n = 480; n < 9600; ++n) {
    const double value = input[0][static_cast<std::size_t>(n)];
    REQUIRE(value * 32768 == std::floor(value * 32768));
    const double original = std::clamp(fine(0, n - 480), -1.0, 32767.0 / 32768);
    REQUIRE(std::abs(value - original) <= 0.5 / 32768);
  }
}

TEST_CASE("matrix, gain and polarity") {
  const auto value = [](int channel, std::int64_t n) { return coded(channel, n); };
  const Block swapped = pass({.device = "delayFrames = 480\nmatrix = [[0, 1], [1, 0]]"});
  const Block mixed =
      pass({.device = "delayFrames = 480\ninputs = 3\nmatrix = [[0.5, 0.5], [0, 0], [1, -1]]", .inputs = 3});
  const Block quiet = pass({.device = "delayFrames = 480\ngainDb = -6.0205999132796239\ninvert = true"});
  const Block more = pass({.device = "delayFrames = 480\ninputs = 4", .inputs = 4});
  for (std::int64_t n = 480; n < 9600; ++n) {
    const auto i = static_cast<std::size_t>(n);
    const double left = value(0, n - 480);
    const double right = value(1, n - 480);
    REQUIRE(swapped[0][i] == right);
    REQUIRE(swapped[1][i] == left);
    REQUIRE(mixed[0][i] == left * 0.5 + right * 0.5);
    REQUIRE(mixed[1][i] == 0);
    REQUIRE(mixed[2][i] == left - right);
    REQUIRE(quiet[0][i] == doctest::Approx(-left / 2).epsilon(1e-12));
    REQUIRE(more[1][i] == right);
    REQUIRE(more[2][i] == 0);
  }
}

TEST_CASE("a stream with fewer channels than the device uses the first") {
  const Block input = pass({.device = "delayFrames = 480\nmatrix = [[0, 1], [1, 0]]", .inputs = 2, .outputs = 1});
  CHECK(std::ranges::all_of(input[0], [](double value) { return value == 0; }));
  CHECK(input[1][480] == coded(0, 0));
}

TEST_CASE("the limiter leaves quiet sound alone and holds loud sound below full scale") {
  const auto burst = [](int, std::int64_t n) {
    return (n >= 2000 && n < 2100 ? 1.5 : 0.9) * std::sin(static_cast<double>(n) * 0.3);
  };
  const Block input = pass({.device = "delayFrames = 480\nlimiter = true", .length = 48000, .signal = burst});
  double peak = 0;
  for (const double value : input[0]) peak = std::max(peak, std::abs(value));
  CHECK(peak <= 0.985 + 1e-12);
  for (std::int64_t n = 480; n < 2480; ++n) REQUIRE(input[0][static_cast<std::size_t>(n)] == burst(0, n - 480));
  CHECK(std::abs(input[0][2595]) < std::abs(burst(0, 2115)));
  for (std::int64_t n = 20000; n < 48000; ++n) REQUIRE(input[0][static_cast<std::size_t>(n)] == burst(0, n - 480));
}

TEST_CASE("noise has the level that is asked for, and differs between channels") {
  const Block input =
      pass({.device = "delayFrames = 480\nnoiseDbfs = -60", .length = 96000, .signal = [](int, std::int64_t) {
              return 0.0;
            }});
  CHECK(decibels(effective(input[0], 0)) == doctest::Approx(-60).epsilon(0.001));
  CHECK(input[0][5000] != input[1][5000]);
}

TEST_CASE("a constant part is added to every sample once, on any path, and not to frames that are zeroed") {
  for (const std::string& more : {std::string(), std::string("innerRate = 44100\ndriftPpm = 20\n")}) {
    const Block input = pass({.device = "delayFrames = 1500\ndc = 0.125\n" + more + fault_text("zero", 3000, 10),
                              .length = 6000,
                              .signal = [](int, std::int64_t) { return 0.0; }});
    CHECK(input[0][2999] == doctest::Approx(0.125));
    CHECK(input[1][5999] == doctest::Approx(0.125));
    CHECK(input[0][3000] == 0);
    CHECK(input[0][3010] == doctest::Approx(0.125));
  }
}

TEST_CASE("zeroed and inserted frames are exact zeros on a noisy path") {
  const Block input = pass({.device = "delayFrames = 480\nnoiseDbfs = -60\n" + fault_text("zero", 3000, 10) +
                                      fault_text("insert", 4000, 10)});
  for (const std::size_t at : {3000U, 4000U}) {
    CHECK(input[0][at - 1] != 0);
    CHECK(std::all_of(input[0].begin() + static_cast<std::ptrdiff_t>(at),
                      input[0].begin() + static_cast<std::ptrdiff_t>(at) + 10,
                      [](double value) { return value == 0; }));
    CHECK(input[0][at + 10] != 0);
  }
}

TEST_CASE("blocks of another size bring the same samples") {
  const std::string device =
      "delayFrames = 1500.5\ndriftPpm = 20\ninnerRate = 44100\nnoiseDbfs = -50\nlimiter = true\ngainDb = 6\n" +
      fault_text("drop", 2222, 5) + fault_text("repeat", 3333, 50) + fault_text("corrupt", 4444, 5);
  const Block some = pass({.device = device, .length = 9600, .block = 480});
  CHECK(some == pass({.device = device, .length = 9600, .block = 64}));
  CHECK(some == pass({.device = device, .length = 9600, .block = 1}));
}
