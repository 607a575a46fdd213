#include "windows/profile.h"

#include <windows.h>
// After windows.h, which it needs.
#include <objbase.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "windows/text.h"

namespace flexlab::windows {
namespace {

constexpr CLSID kMain = {0x9f60367c, 0xc09c, 0x4ce5, {0xb4, 0x94, 0xf6, 0xff, 0x6b, 0x6f, 0xcb, 0x49}};

/// FNV-1a, with its bits spread at the end as neighbouring names differ in the last letter only.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325 ^ seed;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  hash = (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93;
  hash = (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93;
  return hash ^ (hash >> 32);
}

std::wstring lower_case(const std::wstring& text) {
  std::wstring lower(text.size(), L'\0');
  const int length = static_cast<int>(text.size());
  LCMapStringEx(LOCALE_NAME_INVARIANT, LCMAP_LOWERCASE, text.data(), length, lower.data(), length, nullptr, nullptr, 0);
  return lower;
}

}  // namespace

std::wstring Profile::driver_name() const { return is_main() ? L"FlexLab" : L"FlexLab (" + name_ + L')'; }

CLSID Profile::clsid() const {
  if (is_main()) return kMain;
  const std::string text = to_utf8(lower_case(name_));
  const std::uint64_t high = hash_of(text, 0x466c65784c6162);
  const std::uint64_t low = hash_of(text, ~high);
  CLSID id{};
  id.Data1 = static_cast<std::uint32_t>(high >> 32);
  id.Data2 = static_cast<std::uint16_t>(high >> 16);
  id.Data3 = static_cast<std::uint16_t>((high & 0x0fff) | 0x8000);  // version 8: made by a rule of our own
  for (int i = 0; i < 8; ++i) id.Data4[i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  id.Data4[0] = static_cast<std::uint8_t>((id.Data4[0] & 0x3f) | 0x80);
  return id;
}

std::wstring to_text(const GUID& guid) {
  std::array<wchar_t, 40> text{};
  return StringFromGUID2(guid, text.data(), static_cast<int>(text.size())) > 0 ? std::wstring(text.data())
                                                                               : std::wstring();
}

std::optional<GUID> guid_of(const std::wstring& text) {
  GUID guid{};
  if (text.empty() || text.front() != L'{' || FAILED(CLSIDFromString(text.c_str(), &guid))) return std::nullopt;
  return guid;
}

}  // namespace flexlab::windows
