#pragma once

#include <string>
#include <string_view>

namespace flexlab::windows {

/// Windows' names to UTF-8; what is no valid UTF-16 becomes U+FFFD.
[[nodiscard]] std::string to_utf8(std::wstring_view text);

[[nodiscard]] std::wstring to_wide(std::string_view utf8);

}  // namespace flexlab::windows
