#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace flexlab::log {

/// Puts a text behind what is in a file, in one piece even where other programs do the same, and leaves the file alone
/// otherwise: it may be read, renamed and deleted at any time. Gives the file's size then; nothing when it could not be
/// written, or when it is not there and `create` is false.
[[nodiscard]] std::optional<std::uint64_t> append_to_file(const std::filesystem::path& path, std::string_view text,
                                                          bool create) noexcept;

}  // namespace flexlab::log
