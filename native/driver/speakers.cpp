#include "driver/speakers.h"

#include <array>
#include <string_view>

namespace flexlab::driver {
namespace {

/// By bit of the mask.
constexpr std::array<std::string_view, 18> kSpeakers = {
    "FL (Front Left)",       "FR (Front Right)",       "FC (Front Center)",     "LF (Low Frequency)",
    "BL (Back Left)",        "BR (Back Right)",        "FLC (Front Left Ctr)",  "FRC (Front Right Ctr)",
    "BC (Back Center)",      "SL (Side Left)",         "SR (Side Right)",       "TC (Top Center)",
    "TFL (Top Front Left)",  "TFC (Top Front Center)", "TFR (Top Front Right)", "TBL (Top Back Left)",
    "TBC (Top Back Center)", "TBR (Top Back Right)"};

}  // namespace

std::string speaker_name(std::uint32_t mask, std::int32_t channel) {
  std::int32_t before = 0;
  for (std::size_t bit = 0; bit < 32; ++bit) {
    if ((mask >> bit & 1) == 0) continue;
    if (before++ < channel) continue;
    return bit < kSpeakers.size() ? ' ' + std::string(kSpeakers[bit]) : std::string();
  }
  return {};
}

}  // namespace flexlab::driver
