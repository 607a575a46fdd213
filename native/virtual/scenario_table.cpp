#include "virtual/scenario_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "audio/error.h"

namespace flexlab::virtual_device {
namespace {

/// Insertions, deletions and replacements from one word to the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const auto replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({row[j] + 1, row[j + 1] + 1, replaced}));
    }
  }
  return row.back();
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return result;
}

/// "did you mean …" when a name is near, else the list of names.
std::string suggestion(std::string_view wrong, Names names) {
  const auto distance = [&](std::string_view name) { return edit_distance(lower(wrong), lower(name)); };
  const auto nearest = std::ranges::min_element(names, {}, distance);
  if (nearest != names.end() && distance(*nearest) <= std::max<std::size_t>(2, wrong.size() / 3)) {
    return "Did you mean \"" + std::string(*nearest) + "\"?";
  }
  std::string text = "Possible here: ";
  for (const std::string_view name : names) {
    if (name != names.front()) text += ", ";
    text += name;
  }
  return text + '.';
}

std::string number_text(double number) {
  if (number == std::floor(number) && std::abs(number) < 1e15) return std::to_string(static_cast<long long>(number));
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

std::string type_text(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "an array";
    case toml::node_type::string: return "a string";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a fraction";
    case toml::node_type::boolean: return "true or false";
    default: return "a date or time";
  }
}

}  // namespace

TableReader::TableReader(std::string_view file, std::string title, const toml::table& table, Names names)
    : file_(file), title_(std::move(title)), table_(table) {
  for (const auto& [key, node] : table_) {
    if (std::ranges::find(names, key.str()) == names.end()) {
      fail(key.source(), key.str(), "There is no key \"" + std::string(key.str()) + "\" in " + title_,
           suggestion(key.str(), names));
    }
  }
}

void TableReader::read(std::string_view key, bool& value) const {
  if (const toml::node* node = table_.get(key)) {
    if (!node->is_boolean()) wrong_type(key, *node, "true or false");
    value = **node->as_boolean();
  }
}

void TableReader::read(std::string_view key, std::optional<bool>& value) const {
  if (!has(key)) return;
  bool flag = false;
  read(key, flag);
  value = flag;
}

void TableReader::read(std::string_view key, std::string& value) const {
  if (const toml::node* node = table_.get(key)) {
    if (!node->is_string()) wrong_type(key, *node, "a string");
    value = **node->as_string();
    if (value.empty()) fail(node->source(), key, quoted(key) + " is empty", "Write a text, or remove the key.");
  }
}

void TableReader::read(std::string_view key, int& value, std::int64_t min, std::int64_t max) const {
  if (const toml::node* node = table_.get(key)) value = static_cast<int>(integer(key, *node, min, max));
}

void TableReader::read(std::string_view key, std::int64_t& value, std::int64_t min, std::int64_t max) const {
  if (const toml::node* node = table_.get(key)) value = integer(key, *node, min, max);
}

void TableReader::read(std::string_view key, double& value, double min, double max) const {
  if (const toml::node* node = table_.get(key)) value = number(key, *node, min, max);
}

void TableReader::read(std::string_view key, std::optional<int>& value, std::int64_t min, std::int64_t max) const {
  if (const toml::node* node = table_.get(key)) value = static_cast<int>(integer(key, *node, min, max));
}

void TableReader::read(std::string_view key, std::optional<double>& value, double min, double max) const {
  if (const toml::node* node = table_.get(key)) value = number(key, *node, min, max);
}

std::optional<std::size_t> TableReader::choice(std::string_view key, Names names) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  return choice_of(key, *node, names);
}

std::size_t TableReader::choice_of(std::string_view key, const toml::node& node, Names names) const {
  if (!node.is_string()) wrong_type(key, node, "a string");
  const std::string_view text = **node.as_string();
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) {
    fail(node.source(), key, quoted(key) + " cannot be \"" + std::string(text) + '"', suggestion(text, names));
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::int64_t TableReader::integer(std::string_view key, const toml::node& node, std::int64_t min,
                                  std::int64_t max) const {
  if (!node.is_integer()) wrong_type(key, node, "a whole number");
  const std::int64_t value = **node.as_integer();
  if (value < min || value > max) {
    out_of_range(key, node, static_cast<double>(value), static_cast<double>(min), static_cast<double>(max));
  }
  return value;
}

double TableReader::number(std::string_view key, const toml::node& node, double min, double max) const {
  if (!node.is_number()) wrong_type(key, node, "a number");
  const double value = node.is_integer() ? static_cast<double>(**node.as_integer()) : **node.as_floating_point();
  if (max != kAnyNumber && !(value >= min && value <= max)) out_of_range(key, node, value, min, max);
  return value;
}

const toml::array* TableReader::array(std::string_view key, std::string_view of) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_array()) wrong_type(key, *node, "an array of " + std::string(of));
  if (node->as_array()->empty()) {
    fail(node->source(), key, quoted(key) + " is empty", "List at least one, or remove the key.");
  }
  return node->as_array();
}

const toml::table* TableReader::table(std::string_view key, std::string_view form) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) wrong_type(key, *node, std::string(form));
  return node->as_table();
}

std::vector<const toml::table*> TableReader::tables(std::string_view key, std::string_view form) const {
  std::vector<const toml::table*> result;
  const toml::node* node = table_.get(key);
  if (node == nullptr) return result;
  if (!node->is_array()) wrong_type(key, *node, std::string(form));
  for (const toml::node& element : *node->as_array()) {
    if (!element.is_table()) wrong_type(key, element, std::string(form));
    result.push_back(element.as_table());
  }
  return result;
}

void TableReader::fail_at(std::string_view key, const std::string& what, const std::string& hint) const {
  const toml::node* node = table_.get(key);
  fail(node == nullptr ? table_.source() : node->source(), key, what, hint);
}

void TableReader::fail(const toml::source_region& where, std::string_view key, const std::string& what,
                       const std::string& hint) const {
  throw audio::Error({.code = "scenario-invalid",
                      .message = what + " (" + file_ + ", line " + std::to_string(where.begin.line) + ").",
                      .hint = hint,
                      .table = "scenario",
                      .key = std::string(key)});
}

void TableReader::wrong_type(std::string_view key, const toml::node& node, const std::string& expected) const {
  fail(node.source(), key, quoted(key) + " must be " + expected + ", not " + type_text(node),
       "Correct the value, or remove the key.");
}

void TableReader::out_of_range(std::string_view key, const toml::node& node, double value, double min,
                               double max) const {
  fail(node.source(), key,
       quoted(key) + " is " + number_text(value) + "; it can be " + number_text(min) + " to " + number_text(max),
       "Correct the value, or remove the key.");
}

}  // namespace flexlab::virtual_device
