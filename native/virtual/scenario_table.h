#pragma once

#include <toml++/toml.h>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flexlab::virtual_device {

using Names = std::span<const std::string_view>;

/// As both bounds of TableReader::number: every number passes, not-a-number too.
inline constexpr double kAnyNumber = std::numeric_limits<double>::infinity();

/// One table of the scenario while it is read. Every key is read by a typed function; a key that is not in `names` is
/// an error before any is read. All errors are audio::Error `scenario-invalid` that names file, line and key.
class TableReader {
 public:
  TableReader(std::string_view file, std::string title, const toml::table& table, Names names);

  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }
  [[nodiscard]] const std::string& title() const { return title_; }

  // Each leaves `value` as it is where the key is absent.
  void read(std::string_view key, bool& value) const;
  void read(std::string_view key, std::optional<bool>& value) const;
  void read(std::string_view key, std::string& value) const;
  void read(std::string_view key, int& value, std::int64_t min, std::int64_t max) const;
  void read(std::string_view key, std::int64_t& value, std::int64_t min, std::int64_t max) const;
  void read(std::string_view key, double& value, double min, double max) const;
  void read(std::string_view key, std::optional<int>& value, std::int64_t min, std::int64_t max) const;
  void read(std::string_view key, std::optional<double>& value, double min, double max) const;

  /// A string that is one of `names`: its place among them; nothing when the key is absent.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key, Names names) const;
  [[nodiscard]] std::size_t choice_of(std::string_view key, const toml::node& node, Names names) const;
  [[nodiscard]] std::int64_t integer(std::string_view key, const toml::node& node, std::int64_t min,
                                     std::int64_t max) const;
  /// Infinite bounds let every number pass, not-a-number too: some claims of devices are absurd.
  [[nodiscard]] double number(std::string_view key, const toml::node& node, double min, double max) const;
  /// Nothing when the key is absent.
  [[nodiscard]] const toml::array* array(std::string_view key, std::string_view of) const;
  /// The table under `key`, or nothing.
  [[nodiscard]] const toml::table* table(std::string_view key, std::string_view form) const;
  /// The tables of an array of tables; none when the key is absent.
  [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key, std::string_view form) const;

  [[noreturn]] void fail_at(std::string_view key, const std::string& what, const std::string& hint) const;
  /// `"delayFrames" of [[device]]`
  [[nodiscard]] std::string quoted(std::string_view key) const { return '"' + std::string(key) + "\" of " + title_; }

 private:
  [[noreturn]] void fail(const toml::source_region& where, std::string_view key, const std::string& what,
                         const std::string& hint) const;
  [[noreturn]] void wrong_type(std::string_view key, const toml::node& node, const std::string& expected) const;
  [[noreturn]] void out_of_range(std::string_view key, const toml::node& node, double value, double min,
                                 double max) const;

  std::string file_;
  std::string title_;
  const toml::table& table_;
};

}  // namespace flexlab::virtual_device
