#pragma once

#include <windows.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flexlab::windows {

/// An open key of the registry. Failures are the numbers of Windows, as registering has to answer them.
class RegistryKey {
 public:
  /// Opens a key that exists, for reading and, where asked for, writing.
  static RegistryKey open(HKEY parent, const std::wstring& path, REGSAM rights, LSTATUS& status) {
    HKEY key = nullptr;
    status = RegOpenKeyExW(parent, path.c_str(), 0, rights, &key);
    return RegistryKey(status == ERROR_SUCCESS ? key : nullptr);
  }
  static RegistryKey create(HKEY parent, const std::wstring& path, LSTATUS& status) {
    HKEY key = nullptr;
    status = RegCreateKeyExW(parent, path.c_str(), 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr);
    return RegistryKey(status == ERROR_SUCCESS ? key : nullptr);
  }
  ~RegistryKey() {
    if (key_ != nullptr) RegCloseKey(key_);
  }
  RegistryKey(RegistryKey&& other) noexcept : key_(std::exchange(other.key_, nullptr)) {}
  RegistryKey(const RegistryKey&) = delete;
  RegistryKey& operator=(const RegistryKey&) = delete;
  RegistryKey& operator=(RegistryKey&&) = delete;

  [[nodiscard]] explicit operator bool() const noexcept { return key_ != nullptr; }
  [[nodiscard]] HKEY get() const noexcept { return key_; }

  /// `name` null: the key's own value.
  [[nodiscard]] LSTATUS set(const wchar_t* name, const std::wstring& text) const {
    return RegSetValueExW(key_, name, 0, REG_SZ, reinterpret_cast<const BYTE*>(text.c_str()),
                          static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t)));
  }
  [[nodiscard]] std::optional<std::wstring> text(const wchar_t* name) const {
    DWORD bytes = 0;
    if (RegGetValueW(key_, nullptr, name, RRF_RT_REG_SZ, nullptr, nullptr, &bytes) != ERROR_SUCCESS) return {};
    std::wstring text(bytes / sizeof(wchar_t), L'\0');
    if (RegGetValueW(key_, nullptr, name, RRF_RT_REG_SZ, nullptr, text.data(), &bytes) != ERROR_SUCCESS) return {};
    text.resize(bytes / sizeof(wchar_t));
    while (!text.empty() && text.back() == L'\0') text.pop_back();
    return text;
  }
  [[nodiscard]] std::vector<std::wstring> subkeys() const {
    std::vector<std::wstring> names;
    for (DWORD index = 0;; ++index) {
      wchar_t name[256];
      DWORD length = 256;
      if (RegEnumKeyExW(key_, index, name, &length, nullptr, nullptr, nullptr, nullptr) != ERROR_SUCCESS) return names;
      names.emplace_back(name, length);
    }
  }

 private:
  explicit RegistryKey(HKEY key) noexcept : key_(key) {}
  HKEY key_;
};

}  // namespace flexlab::windows
