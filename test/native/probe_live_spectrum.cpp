// The spectrum of a live view, of samples that are known.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "probe/live_spectrum.h"

using namespace flexlab::probe;

namespace {

struct Tone {
  double cycles;  ///< in a block
  double amplitude;
};

std::vector<float> block_of(const std::vector<Tone>& tones) {
  std::vector<float> block(spectrum::kBlock);
  for (std::size_t i = 0; i < block.size(); ++i) {
    double sum = 0;
    for (const auto& [cycles, amplitude] : tones) {
      sum += amplitude * std::sin(2 * std::numbers::pi * cycles * static_cast<double>(i) / spectrum::kBlock);
    }
    block[i] = static_cast<float>(sum);
  }
  return block;
}

}  // namespace

TEST_CASE("bands hold every line but that of 0 Hz, once, and are about as wide as they stand far from 0") {
  std::size_t count = 0;
  std::size_t line = 1;
  for (; line < spectrum::kLines; line = spectrum::next_band(line)) {
    const std::size_t width = spectrum::next_band(line) - line;
    CHECK(width >= 1);
    CHECK((width == 1 || static_cast<double>(width) <= static_cast<double>(line) / spectrum::kSingleLines));
    ++count;
  }
  CHECK(line == spectrum::kLines);
  CHECK(count == spectrum::kBands);
}

TEST_CASE("line and level of a tone between two lines are told, loud and soft") {
  LiveSpectrum spectrum;
  for (const double cycles : {20.4, 85.1, 333.5, 2000.02}) {
    for (const double decibels : {0.0, -20.0, -90.0}) {
      spectrum.analyse(block_of({{.cycles = cycles, .amplitude = std::pow(10, decibels / 20)}}));
      CHECK(std::abs(spectrum.strongest().line - cycles) < 0.03);
      CHECK(std::abs(spectrum.strongest().decibels - decibels) < 0.04);
    }
  }
}

TEST_CASE("two tones stand in their bands, and next to nothing far from them") {
  LiveSpectrum spectrum;
  spectrum.analyse(block_of({{.cycles = 20, .amplitude = 0.5}, {.cycles = 1500, .amplitude = 0.05}}));
  std::size_t line = 1;
  for (const double decibels : spectrum.bands()) {
    const std::size_t end = spectrum::next_band(line);
    const auto holds = [&](std::size_t wanted) { return wanted >= line && wanted < end; };
    const auto is_near = [&](std::size_t wanted) { return wanted + 5 > line && wanted < end + 4; };
    if (holds(20)) CHECK(decibels == doctest::Approx(-6.0206).epsilon(1e-4));
    if (holds(1500)) CHECK(decibels == doctest::Approx(-26.0206).epsilon(1e-4));
    if (!is_near(20) && !is_near(1500)) CHECK(decibels < -95);
    line = end;
  }
}

TEST_CASE("silence has no strongest line, whatever was heard before") {
  LiveSpectrum spectrum;
  CHECK(std::isnan(spectrum.strongest().line));
  spectrum.analyse(block_of({{.cycles = 100, .amplitude = 1}}));
  CHECK_FALSE(std::isnan(spectrum.strongest().line));
  spectrum.analyse(block_of({}));
  CHECK(std::isnan(spectrum.strongest().line));
  for (const double decibels : spectrum.bands()) CHECK(decibels == -std::numeric_limits<double>::infinity());
  spectrum.analyse(block_of({{.cycles = 100, .amplitude = 1e-7}}));
  CHECK(std::isnan(spectrum.strongest().line));
}
