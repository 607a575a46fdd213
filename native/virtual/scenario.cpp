#include "virtual/scenario.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>
#include <numeric>
#include <span>
#include <utility>

#include "audio/error.h"

namespace flexlab::virtual_device {
namespace {

using Names = std::span<const std::string_view>;

constexpr double kAnyNumber = std::numeric_limits<double>::infinity();
constexpr std::int64_t kMaxFrame = std::int64_t{1} << 52;  // exact in a double
constexpr int kMaxFaultFrames = 1'000'000;                 // the device keeps as many in memory
constexpr double kMaxDelay = 2'000'000;
constexpr int kMaxChannels = 256;
constexpr int kMinRate = 1000;  // PortAudio's own bounds
constexpr int kMaxRate = 384000;

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

/// One table of the scenario while it is read. Every key is read by a typed function; a key that is not in `names` is
/// an error before any is read.
class TableReader {
 public:
  TableReader(std::string_view file, std::string title, const toml::table& table, Names names)
      : file_(file), title_(std::move(title)), table_(table) {
    for (const auto& [key, node] : table_) {
      if (std::ranges::find(names, key.str()) == names.end()) {
        fail(key.source(), key.str(), "There is no key \"" + std::string(key.str()) + "\" in " + title_,
             suggestion(key.str(), names));
      }
    }
  }

  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }
  [[nodiscard]] const std::string& title() const { return title_; }

  void read(std::string_view key, bool& value) const {
    if (const toml::node* node = table_.get(key)) {
      if (!node->is_boolean()) wrong_type(key, *node, "true or false");
      value = **node->as_boolean();
    }
  }

  void read(std::string_view key, std::string& value) const {
    if (const toml::node* node = table_.get(key)) {
      if (!node->is_string()) wrong_type(key, *node, "a string");
      value = **node->as_string();
      if (value.empty()) fail(node->source(), key, quoted(key) + " is empty", "Write a text, or remove the key.");
    }
  }

  template <typename Integer>
  requires std::same_as<Integer, int> || std::same_as<Integer, std::int64_t>
  void read(std::string_view key, Integer& value, std::int64_t min, std::int64_t max) const {
    if (const toml::node* node = table_.get(key)) value = static_cast<Integer>(integer(key, *node, min, max));
  }

  void read(std::string_view key, double& value, double min, double max) const {
    if (const toml::node* node = table_.get(key)) value = number(key, *node, min, max);
  }

  template <typename Number>
  void read(std::string_view key, std::optional<Number>& value, double min, double max) const {
    if (!has(key)) return;
    Number number{};
    if constexpr (std::same_as<Number, double>) {
      read(key, number, min, max);
    } else {
      read(key, number, static_cast<std::int64_t>(min), static_cast<std::int64_t>(max));
    }
    value = number;
  }

  void read(std::string_view key, std::optional<bool>& value) const {
    if (!has(key)) return;
    bool flag = false;
    read(key, flag);
    value = flag;
  }

  /// A string that is one of `names`: its place among them; nothing when the key is absent.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key, Names names) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    return choice_of(key, *node, names);
  }

  [[nodiscard]] std::size_t choice_of(std::string_view key, const toml::node& node, Names names) const {
    if (!node.is_string()) wrong_type(key, node, "a string");
    const std::string_view text = **node.as_string();
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) {
      fail(node.source(), key, quoted(key) + " cannot be \"" + std::string(text) + '"', suggestion(text, names));
    }
    return static_cast<std::size_t>(found - names.begin());
  }

  [[nodiscard]] std::int64_t integer(std::string_view key, const toml::node& node, std::int64_t min,
                                     std::int64_t max) const {
    if (!node.is_integer()) wrong_type(key, node, "a whole number");
    const std::int64_t value = **node.as_integer();
    if (value < min || value > max) {
      out_of_range(key, node, static_cast<double>(value), static_cast<double>(min), static_cast<double>(max));
    }
    return value;
  }

  /// Infinite bounds let every number pass, not-a-number too: some claims of devices are absurd.
  [[nodiscard]] double number(std::string_view key, const toml::node& node, double min, double max) const {
    if (!node.is_number()) wrong_type(key, node, "a number");
    const double value = node.is_integer() ? static_cast<double>(**node.as_integer()) : **node.as_floating_point();
    if (max != kAnyNumber && !(value >= min && value <= max)) out_of_range(key, node, value, min, max);
    return value;
  }

  /// Nothing when the key is absent.
  [[nodiscard]] const toml::array* array(std::string_view key, std::string_view of) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_array()) wrong_type(key, *node, "an array of " + std::string(of));
    if (node->as_array()->empty()) {
      fail(node->source(), key, quoted(key) + " is empty", "List at least one, or remove the key.");
    }
    return node->as_array();
  }

  /// The table under `key`, or nothing.
  [[nodiscard]] const toml::table* table(std::string_view key, std::string_view form) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) wrong_type(key, *node, std::string(form));
    return node->as_table();
  }

  /// The tables of an array of tables; none when the key is absent.
  [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key, std::string_view form) const {
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

  [[noreturn]] void fail_at(std::string_view key, const std::string& what, const std::string& hint) const {
    const toml::node* node = table_.get(key);
    fail(node == nullptr ? table_.source() : node->source(), key, what, hint);
  }

  [[nodiscard]] std::string quoted(std::string_view key) const { return '"' + std::string(key) + "\" of " + title_; }

 private:
  [[noreturn]] void fail(const toml::source_region& where, std::string_view key, const std::string& what,
                         const std::string& hint) const {
    throw audio::Error({.code = "scenario-invalid",
                        .message = what + " (" + file_ + ", line " + std::to_string(where.begin.line) + ").",
                        .hint = hint,
                        .table = "scenario",
                        .key = std::string(key)});
  }

  [[noreturn]] void wrong_type(std::string_view key, const toml::node& node, const std::string& expected) const {
    fail(node.source(), key, quoted(key) + " must be " + expected + ", not " + type_text(node),
         "Correct the value, or remove the key.");
  }

  [[noreturn]] void out_of_range(std::string_view key, const toml::node& node, double value, double min,
                                 double max) const {
    fail(node.source(), key,
         quoted(key) + " is " + number_text(value) + "; it can be " + number_text(min) + " to " + number_text(max),
         "Correct the value, or remove the key.");
  }

  std::string file_;
  std::string title_;
  const toml::table& table_;
};

constexpr std::string_view kTopKeys[] = {"clock", "device"};
constexpr std::string_view kClocks[] = {"real", "fast"};
constexpr std::string_view kDeviceKeys[] = {"name",
                                            "inputs",
                                            "outputs",
                                            "rates",
                                            "defaultRate",
                                            "formats",
                                            "period",
                                            "delayFrames",
                                            "claimedInputLatency",
                                            "claimedOutputLatency",
                                            "driftPpm",
                                            "gainDb",
                                            "invert",
                                            "noiseDbfs",
                                            "quantizeBits",
                                            "innerRate",
                                            "matrix",
                                            "limiter",
                                            "jitterMs",
                                            "exclusive",
                                            "isDefault",
                                            "fault",
                                            "open"};
constexpr std::string_view kFaultKeys[] = {"at", "kind", "frames", "seconds", "channel"};
constexpr std::string_view kFaultKinds[] = {"drop", "insert", "repeat", "zero", "corrupt", "stall", "vanish"};
constexpr std::string_view kOpenKeys[] = {"refuse", "hangSeconds", "stopHangSeconds", "crash"};
constexpr std::string_view kFormats[] = {"Float32", "Int32", "Int24", "Int16"};

Fault read_fault(std::string_view file, const std::string& device, const toml::table& table, int inputs) {
  const TableReader reader(file, "[[device.fault]]" + device, table, kFaultKeys);
  Fault fault;
  for (const std::string_view key : {"at", "kind"}) {
    if (!reader.has(key))
      reader.fail_at(key, reader.quoted(key) + " is missing", "Every fault needs \"at\" and \"kind\".");
  }
  reader.read("at", fault.at, 0, kMaxFrame);
  fault.kind = static_cast<FaultKind>(*reader.choice("kind", kFaultKinds));
  const std::string kind = '"' + std::string(kFaultKinds[static_cast<std::size_t>(fault.kind)]) + '"';

  const auto belongs = [&](std::string_view key, bool needed, bool allowed) {
    if (needed && !reader.has(key)) {
      reader.fail_at(key, reader.quoted(key) + " is missing: the kind " + kind + " needs it", "Add the key.");
    }
    if (!allowed && reader.has(key)) {
      reader.fail_at(key, reader.quoted(key) + " has no meaning for the kind " + kind, "Remove the key.");
    }
  };
  const bool isInPlace = fault.kind == FaultKind::Zero || fault.kind == FaultKind::Corrupt;
  const bool isStall = fault.kind == FaultKind::Stall;
  const bool hasFrames = !isStall && fault.kind != FaultKind::Vanish;
  belongs("frames", hasFrames, hasFrames);
  belongs("seconds", isStall, isStall);
  belongs("channel", false, isInPlace);
  reader.read("frames", fault.frames, 1, kMaxFaultFrames);
  reader.read("seconds", fault.seconds, 0, 3600);
  reader.read("channel", fault.channel, 0, std::max(0, inputs - 1));
  if (fault.kind == FaultKind::Repeat && fault.at < fault.frames) {
    reader.fail_at("frames",
                   "Only " + std::to_string(fault.at) + " frames come before a repeat of " +
                       std::to_string(fault.frames) + " in " + reader.title(),
                   "Repeat fewer frames, or later.");
  }
  return fault;
}

OpenBehaviour read_open(std::string_view file, const std::string& device, const toml::table& table) {
  const TableReader reader(file, "[device.open]" + device, table, kOpenKeys);
  OpenBehaviour open;
  reader.read("refuse", open.refuse);
  reader.read("hangSeconds", open.hangSeconds, 0, 86400);
  reader.read("stopHangSeconds", open.stopHangSeconds, 0, 86400);
  reader.read("crash", open.crash);
  return open;
}

void read_rates(const TableReader& reader, Device& device) {
  if (const toml::array* rates = reader.array("rates", "whole numbers")) {
    device.rates.clear();
    for (const toml::node& rate : *rates) {
      device.rates.push_back(static_cast<int>(reader.integer("rates", rate, kMinRate, kMaxRate)));
    }
    // Absent: the usual one where it is listed.
    if (std::ranges::find(device.rates, device.defaultRate) == device.rates.end()) {
      device.defaultRate = device.rates.front();
    }
  }
  reader.read("defaultRate", device.defaultRate, kMinRate, kMaxRate);
  if (std::ranges::find(device.rates, device.defaultRate) == device.rates.end()) {
    reader.fail_at("defaultRate", reader.quoted("defaultRate") + " is not among its rates",
                   "Add it to \"rates\", or choose one of them.");
  }
}

void read_formats(const TableReader& reader, Device& device) {
  const toml::array* formats = reader.array("formats", "strings");
  if (formats == nullptr) return;
  device.formats.clear();
  for (const toml::node& format : *formats) {
    device.formats.push_back(*audio::sample_type_named(kFormats[reader.choice_of("formats", format, kFormats)]));
  }
}

void read_matrix(const TableReader& reader, Device& device) {
  const toml::array* rows = reader.array("matrix", "rows");
  if (rows == nullptr) return;
  const std::string shape =
      std::to_string(device.inputs) + " rows (inputs) of " + std::to_string(device.outputs) + " numbers (outputs)";
  const auto wrong_shape = [&] {
    reader.fail_at("matrix", reader.quoted("matrix") + " must be " + shape, "Correct the rows, or remove the key.");
  };
  if (rows->size() != static_cast<std::size_t>(device.inputs)) wrong_shape();
  for (const toml::node& row : *rows) {
    if (!row.is_array() || row.as_array()->size() != static_cast<std::size_t>(device.outputs)) wrong_shape();
    std::vector<double>& gains = device.matrix.emplace_back();
    for (const toml::node& gain : *row.as_array()) gains.push_back(reader.number("matrix", gain, -1000, 1000));
  }
}

Device read_device(std::string_view file, const toml::table& table) {
  const TableReader reader(file, "[[device]]", table, kDeviceKeys);
  Device device;
  reader.read("name", device.name);
  reader.read("inputs", device.inputs, 0, kMaxChannels);
  reader.read("outputs", device.outputs, 0, kMaxChannels);
  if (device.inputs == 0 && device.outputs == 0) {
    reader.fail_at("inputs", "A [[device]] has neither inputs nor outputs", "Give it at least one channel.");
  }
  read_rates(reader, device);
  read_formats(reader, device);
  reader.read("period", device.period, 0, 1 << 20);
  reader.read("delayFrames", device.delayFrames, 0, kMaxDelay);
  reader.read("claimedInputLatency", device.claimedInputLatency, -kAnyNumber, kAnyNumber);
  reader.read("claimedOutputLatency", device.claimedOutputLatency, -kAnyNumber, kAnyNumber);
  reader.read("driftPpm", device.driftPpm, -10000, 10000);
  reader.read("gainDb", device.gainDb, -200, 60);
  reader.read("invert", device.invert);
  reader.read("noiseDbfs", device.noiseDbfs, -200, 0);
  reader.read("quantizeBits", device.quantizeBits, 2, 32);
  reader.read("innerRate", device.innerRate, kMinRate, kMaxRate);
  read_matrix(reader, device);
  reader.read("limiter", device.limiter);
  reader.read("jitterMs", device.jitterMs, 0, 10000);
  reader.read("exclusive", device.exclusive);
  reader.read("isDefault", device.isDefault);

  const std::string of = " of \"" + device.name + '"';
  for (const toml::table* fault : reader.tables("fault", "written as [[device.fault]]")) {
    device.faults.push_back(read_fault(file, of, *fault, device.inputs));
  }
  std::ranges::stable_sort(device.faults, {}, &Fault::at);
  if (const toml::table* open = reader.table("open", "written as [device.open]")) {
    device.open = read_open(file, of, *open);
  }
  return device;
}

/// At most one device per direction is the default.
void check_defaults(std::string_view file, const std::vector<Device>& devices) {
  for (const bool isInput : {true, false}) {
    const auto is_marked = [&](const Device& device) {
      return device.isDefault.value_or(false) && (isInput ? device.inputs : device.outputs) > 0;
    };
    if (std::ranges::count_if(devices, is_marked) > 1) {
      throw audio::Error({.code = "scenario-invalid",
                          .message = std::string("Two devices are marked as the default ") +
                                     (isInput ? "input" : "output") + " (" + std::string(file) + ").",
                          .hint = "Keep isDefault = true on one of them.",
                          .table = "scenario",
                          .key = "isDefault"});
    }
  }
}

struct Current {
  std::mutex mutex;
  Scenario scenario = default_scenario();
};

Current& current() {
  static Current value;
  return value;
}

}  // namespace

Scenario parse_scenario(std::string_view name, std::string_view text) {
  toml::table root;
  try {
    root = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    throw audio::Error({.code = "scenario-invalid",
                        .message = "The scenario is not TOML: " + std::string(error.description()) + " (" +
                                   std::string(name) + ", line " + std::to_string(error.source().begin.line) + ").",
                        .hint = "Correct that line.",
                        .table = "scenario"});
  }
  const TableReader reader(name, "the scenario", root, kTopKeys);
  Scenario scenario;
  if (const auto clock = reader.choice("clock", kClocks)) scenario.clock = static_cast<Clock>(*clock);
  for (const toml::table* device : reader.tables("device", "written as [[device]]")) {
    scenario.devices.push_back(read_device(name, *device));
  }
  if (scenario.devices.empty()) scenario.devices = default_scenario().devices;
  check_defaults(name, scenario.devices);
  return scenario;
}

Scenario default_scenario() { return {.clock = Clock::Real, .devices = {Device{}}}; }

void set_scenario(std::string_view name, std::string_view text) {
  Scenario scenario = parse_scenario(name, text);
  const std::lock_guard lock(current().mutex);
  current().scenario = std::move(scenario);
}

void reset_scenario() {
  const std::lock_guard lock(current().mutex);
  current().scenario = default_scenario();
}

Scenario current_scenario() {
  const std::lock_guard lock(current().mutex);
  return current().scenario;
}

}  // namespace flexlab::virtual_device
