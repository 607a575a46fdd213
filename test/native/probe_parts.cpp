// The parts of the probe that need no device: the position code, samples, player and recorder.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "probe/player.h"
#include "probe/position_code.h"
#include "probe/recorder.h"
#include "probe/samples.h"

using namespace flexlab;
using namespace flexlab::probe;

TEST_CASE("the position code has the values that JavaScript computes") {
  // Computed by an independent JavaScript version with Math.imul.
  CHECK(PositionCode(7, 0, 24).steps(0) == -5244202);
  CHECK(PositionCode(7, 1, 24).steps(123456789) == -5189158);
  CHECK(PositionCode(0xFFFFFFFF, 31, 23).steps(4294967295U) == -3296174);
  CHECK(PositionCode(12345, 2, 15).steps(48000) == -8437);
  CHECK(PositionCode(1, 0, 24).steps((std::uint64_t{1} << 32) + 5) == PositionCode(1, 0, 24).steps(5));
}

TEST_CASE("the position code is between an eighth and a half, of both signs, and rarely repeats") {
  for (const int bits : {24, 23, 15}) {
    const PositionCode code(42, 0, bits);
    std::set<std::int32_t> seen;
    int negative = 0;
    for (std::uint64_t n = 0; n < 20000; ++n) {
      const float sample = code.sample(n);
      REQUIRE(std::abs(sample) >= 0.125F);
      REQUIRE(std::abs(sample) < 0.5F);
      REQUIRE(static_cast<double>(code.steps(n)) == static_cast<double>(sample) * std::ldexp(1.0, bits));
      negative += sample < 0;
      seen.insert(code.steps(n));
    }
    CHECK(negative > 9700);
    CHECK(negative < 10300);
    if (bits == 24) CHECK(seen.size() > 19900);
  }
}

TEST_CASE("every sample type reads back exactly what was written") {
  for (const audio::SampleType type : audio::kSampleTypes) {
    CAPTURE(audio::name_of(type));
    with_samples(type, [&]<typename Io>(Io) {
      std::byte memory[Io::kBytes + 1] = {};
      const int bits = code_bits_of(type);
      for (const double value : {0.0, 1.0, -1.0, 0.5, -0.5, std::ldexp(1.0, -bits), -std::ldexp(1.0, -bits),
                                 1 - std::ldexp(1.0, -bits), std::ldexp(12345.0, -bits)}) {
        Io::write(memory, value);
        const bool clipped = value == 1.0 && type != audio::SampleType::Float32;
        if (clipped) {
          CHECK(Io::read(memory) < 1.0);
          CHECK(Io::read(memory) > 0.9999);
        } else {
          CHECK(Io::read(memory) == value);
        }
        CHECK(memory[Io::kBytes] == std::byte{0});
      }
    });
  }
  const std::byte most24[] = {std::byte{0xFF}, std::byte{0xFF}, std::byte{0x7F}};
  const std::byte least24[] = {std::byte{0x00}, std::byte{0x00}, std::byte{0x80}};
  CHECK(Samples<audio::SampleType::Int24>::read(most24) == 8388607.0F / 8388608);
  CHECK(Samples<audio::SampleType::Int24>::read(least24) == -1);
  const std::int32_t odd = 0x7FFFFFFF;
  std::byte memory[4];
  std::memcpy(memory, &odd, 4);
  CHECK(Samples<audio::SampleType::Int32>::read(memory) == 2147483647.0 / 2147483648.0);
}

TEST_CASE("what is played is recorded exactly, in every pair of sample types") {
  for (const audio::SampleType type : audio::kSampleTypes) {
    for (const int bits : {24, 23, 15}) {
      if (bits > code_bits_of(type)) continue;
      CAPTURE(audio::name_of(type));
      CAPTURE(bits);
      constexpr std::size_t frames = 64;
      PlaybackInbox inbox;
      Player player({.type = type, .channels = 4, .frames = frames, .codeBits = bits, .end = {}},
                    {.signal = PositionSignal{.seed = 9}}, inbox);
      Recorder recorder(type, 1, 2 * frames);
      std::vector<std::byte> memory(frames * audio::bytes_of(type) + 1, std::byte{0x55});
      player.begin(1000);
      const float played = player.fill(3, memory.data()).peak;
      CHECK(memory.back() == std::byte{0x55});
      const float heard = recorder.keep(0, frames, frames, memory.data()).peak;
      CHECK(played == heard);
      CHECK(played >= 0.125F);
      const std::vector<Track> tracks = recorder.take(2 * frames);
      const PositionCode code(9, 3, bits);
      std::visit(
          [&](const auto& samples) {
            REQUIRE(samples.size() == 2 * frames);
            for (std::size_t i = 0; i < frames; ++i) {
              REQUIRE(samples[i] == 0);
              REQUIRE(samples[frames + i] == code.sample(1000 + i));
            }
          },
          tracks.at(0));
    }
  }
}

TEST_CASE("a recorder keeps what fits and measures the rest") {
  Recorder recorder(audio::SampleType::Float32, 1, 3);
  const float loud[] = {0.1F, -0.2F, 0.3F, -0.9F};
  CHECK(recorder.keep(0, 1, 4, reinterpret_cast<const std::byte*>(loud)).peak == 0.9F);
  CHECK(recorder.keep(0, 5, 4, reinterpret_cast<const std::byte*>(loud)).peak == 0.9F);
  const std::vector<Track> tracks = recorder.take(3);
  CHECK(std::get<std::vector<float>>(tracks.at(0)) == std::vector<float>{0, 0.1F, -0.2F});
}
