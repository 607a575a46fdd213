#include "virtual/scenario.h"

#include <toml++/toml.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "audio/error.h"
#include "virtual/scenario_table.h"

namespace flexlab::virtual_device {
namespace {

constexpr std::int64_t kMaxFrame = std::int64_t{1} << 52;  // exact in a double
constexpr int kMaxFaultFrames = 1'000'000;                 // the device keeps as many in memory
constexpr double kMaxDelay = 2'000'000;
constexpr int kMaxChannels = 256;
constexpr int kMinRate = 1000;  // PortAudio's own bounds
constexpr int kMaxRate = 384000;

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
                                            "clockPpm",
                                            "hears",
                                            "gainDb",
                                            "invert",
                                            "noiseDbfs",
                                            "dc",
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
constexpr std::string_view kFaultKinds[] = {"drop", "insert",  "repeat", "reorder",
                                            "zero", "corrupt", "stall",  "vanish"};
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
  const bool isVanish = fault.kind == FaultKind::Vanish;
  const bool hasFrames = !isStall && !isVanish;
  belongs("frames", hasFrames, hasFrames);
  belongs("seconds", isStall, isStall || isVanish);
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
  reader.read("clockPpm", device.clockPpm, -10000, 10000);
  reader.read("hears", device.hears);
  reader.read("gainDb", device.gainDb, -200, 60);
  reader.read("invert", device.invert);
  reader.read("noiseDbfs", device.noiseDbfs, -200, 0);
  reader.read("dc", device.dc, -1, 1);
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

/// What a device hears is an output of the same scenario.
void find_heard(std::string_view file, std::vector<Device>& devices) {
  for (Device& device : devices) {
    if (device.hears.empty()) continue;
    const auto heard = std::ranges::find_if(
        devices, [&](const Device& other) { return other.name == device.hears && other.outputs > 0; });
    if (heard != devices.end()) {
      if (&*heard != &device) device.inAir = heard->inAir = true;
      continue;
    }
    throw audio::Error({.code = "scenario-invalid",
                        .message = "\"" + device.name + "\" hears \"" + device.hears +
                                   "\", but no device with outputs is called so (" + std::string(file) + ").",
                        .hint = "Write the name of a device that has outputs.",
                        .table = "scenario",
                        .key = "hears"});
  }
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
  find_heard(name, scenario.devices);
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
