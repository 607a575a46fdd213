#pragma once

#include <guiddef.h>

#include <optional>
#include <string>

namespace flexlab::windows {

/// One entry in the hosts' list of drivers: which file it reads. Without a name it is FlexLab itself, which reads
/// FlexASIO.toml; with one it is `FlexLab (name)`, which reads FlexASIO.profiles/name.toml.
class Profile {
 public:
  Profile() = default;
  explicit Profile(std::wstring name) : name_(std::move(name)) {}

  [[nodiscard]] bool is_main() const noexcept { return name_.empty(); }
  [[nodiscard]] const std::wstring& name() const noexcept { return name_; }
  /// As hosts list it.
  [[nodiscard]] std::wstring driver_name() const;
  /// The same on every machine and in every registration: it follows from the name alone. Names that differ in case
  /// only are one file, so they have one identity.
  [[nodiscard]] CLSID clsid() const;

 private:
  std::wstring name_;
};

/// `{9F60367C-...}`
[[nodiscard]] std::wstring to_text(const GUID& guid);
[[nodiscard]] std::optional<GUID> guid_of(const std::wstring& text);

}  // namespace flexlab::windows
