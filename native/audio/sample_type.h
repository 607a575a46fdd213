#pragma once

#include <portaudio.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace flexlab::audio {

/// How a sample lies in memory; integers are little-endian and signed, Int24 is packed in three bytes.
enum class SampleType { Float32, Int32, Int24, Int16 };

inline constexpr std::array kSampleTypes = {SampleType::Float32, SampleType::Int32, SampleType::Int24,
                                            SampleType::Int16};

[[nodiscard]] constexpr std::string_view name_of(SampleType type) noexcept {
  switch (type) {
    case SampleType::Float32: return "Float32";
    case SampleType::Int32: return "Int32";
    case SampleType::Int24: return "Int24";
    case SampleType::Int16: return "Int16";
  }
  return "";
}

[[nodiscard]] constexpr std::optional<SampleType> sample_type_named(std::string_view name) noexcept {
  for (const SampleType type : kSampleTypes) {
    if (name_of(type) == name) return type;
  }
  return std::nullopt;
}

[[nodiscard]] constexpr std::size_t bytes_of(SampleType type) noexcept {
  switch (type) {
    case SampleType::Float32:
    case SampleType::Int32: return 4;
    case SampleType::Int24: return 3;
    case SampleType::Int16: return 2;
  }
  return 0;
}

[[nodiscard]] constexpr PaSampleFormat pa_format_of(SampleType type) noexcept {
  switch (type) {
    case SampleType::Float32: return paFloat32;
    case SampleType::Int32: return paInt32;
    case SampleType::Int24: return paInt24;
    case SampleType::Int16: return paInt16;
  }
  return 0;
}

/// Ignores paNonInterleaved; nothing for a format that FlexLab does not use.
[[nodiscard]] constexpr std::optional<SampleType> sample_type_of(PaSampleFormat format) noexcept {
  for (const SampleType type : kSampleTypes) {
    if (pa_format_of(type) == (format & ~paNonInterleaved)) return type;
  }
  return std::nullopt;
}

}  // namespace flexlab::audio
