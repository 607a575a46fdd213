#include "driver/config.h"

#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <sstream>
#include <tuple>

#include "audio/loopback_devices.h"
#include "audio/sample_type.h"

namespace flexlab::driver {
namespace {

using audio::Error;
using audio::Failure;

/// std::regex descends once per bracket and per character: a longer pattern could exhaust the stack.
constexpr std::size_t kLongestRegex = 4096;
constexpr double kLongestLatencySeconds = 3600;
constexpr std::int32_t kMostBufferFrames = std::numeric_limits<std::int32_t>::max() - 1;
/// Ten seconds at 192 kHz: more than any sound path holds back.
constexpr std::int32_t kMostCorrection = 1'920'000;

/// The host APIs that some build of FlexLab has, on any system.
constexpr std::array<std::string_view, 7> kBackendsAnywhere = {
    "MME", "Windows DirectSound", "Windows WASAPI", "Windows WDM-KS", "ALSA", "JACK Audio Connection Kit", "Virtual"};

/// How messages call a value of the wrong type.
std::string_view words_for(toml::node_type type) {
  switch (type) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "an array";
    case toml::node_type::string: return "a string";
    case toml::node_type::integer: return "an integer";
    case toml::node_type::floating_point: return "a float";
    case toml::node_type::boolean: return "a boolean";
    case toml::node_type::date: return "a date";
    case toml::node_type::time: return "a time";
    case toml::node_type::date_time: return "a date and time";
    case toml::node_type::none: break;
  }
  return "nothing";
}

std::string number_text(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

/// One table of the file, and how its keys are called in messages: `channels in [input]`.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string_view name) : table_(table), name_(name) {}

  [[nodiscard]] std::optional<std::string> string(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as_string()) return value->get();
    fail_type(key, *node, "a string", "Put the value in quotes.");
  }

  [[nodiscard]] std::optional<bool> boolean(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as_boolean()) return value->get();
    fail_type(key, *node, "true or false", "Write true or false, in small letters and without quotes.");
  }

  [[nodiscard]] std::optional<std::int32_t> integer(std::string_view key, std::int32_t most,
                                                    std::int32_t least = 1) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_integer();
    if (value == nullptr) fail_type(key, *node, "a whole number", "Write a whole number without quotes or point.");
    const std::int64_t number = value->get();
    if (number >= least && number <= most) return static_cast<std::int32_t>(number);
    fail(key,
         called(key) + " must be from " + std::to_string(least) + " to " + std::to_string(most) + ", not " +
             std::to_string(number) + '.',
         "Write a number in that range, or remove the line.");
  }

  [[nodiscard]] std::optional<double> number(std::string_view key, double most) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    double value = 0;
    if (const auto* real = node->as_floating_point()) {
      value = real->get();
    } else if (const auto* whole = node->as_integer()) {
      value = static_cast<double>(whole->get());
    } else {
      fail_type(key, *node, "a number", "Write a number of seconds such as 0.02.");
    }
    if (value >= 0 && value <= most) return value;  // false for NaN
    fail(key, called(key) + " must be from 0 to " + number_text(most) + " seconds, not " + number_text(value) + '.',
         "Write a number of seconds such as 0.02, or remove the line.");
  }

  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

  [[noreturn]] void fail(std::string_view key, std::string message, std::string hint) const {
    throw Error({.code = "config-invalid",
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .table = name_,
                 .key = std::string(key)});
  }

  [[nodiscard]] std::string called(std::string_view key) const {
    std::string text(key);
    if (name_ != "top") text += " in [" + name_ + ']';
    return text;
  }

 private:
  [[noreturn]] void fail_type(std::string_view key, const toml::node& node, std::string_view wanted,
                              std::string_view hint) const {
    fail(key, called(key) + " must be " + std::string(wanted) + ", not " + std::string(words_for(node.type())) + '.',
         std::string(hint));
  }

  const toml::table& table_;
  std::string name_;
};

std::optional<DevicePattern> read_regex(const TableReader& reader) {
  std::optional<std::string> text = reader.string("deviceRegex");
  if (!text) return std::nullopt;
  if (text->empty()) {
    reader.fail("deviceRegex", reader.called("deviceRegex") + " is empty.",
                "Write a regular expression, or use device = \"\" to switch the direction off.");
  }
  if (text->size() > kLongestRegex) {
    reader.fail("deviceRegex", reader.called("deviceRegex") + " is longer than 4096 bytes.",
                "Write a shorter regular expression.");
  }
  try {
    std::regex pattern(*text, std::regex::ECMAScript);
    return DevicePattern{.text = std::move(*text), .pattern = std::move(pattern)};
  } catch (const std::regex_error&) {
    reader.fail("deviceRegex", reader.called("deviceRegex") + " is not a valid regular expression.",
                "Characters such as ( [ { * + ? \\ have a meaning; write \\( for a bracket of the name, in single "
                "quotes so that TOML keeps the backslash.");
  }
}

DirectionConfig read_direction(const toml::table& root, std::string_view name) {
  const toml::node* node = root.get(name);
  if (node == nullptr) return {};
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    throw Error(
        {.code = "config-invalid",
         .message = '"' + std::string(name) + "\" must be a table, not " + std::string(words_for(node->type())) + '.',
         .hint = "Write [" + std::string(name) + "] on a line of its own, and its options below it.",
         .table = std::string(name)});
  }
  const TableReader reader(*table, name);
  if (reader.has("device") && reader.has("deviceRegex")) {
    reader.fail("deviceRegex", "device and deviceRegex cannot both be set in [" + std::string(name) + "].",
                "Remove one of the two.");
  }
  DirectionConfig direction;
  direction.device = reader.string("device");
  direction.deviceRegex = read_regex(reader);
  direction.channels = reader.integer("channels", std::numeric_limits<std::int32_t>::max());
  direction.sampleType = reader.string("sampleType");
  direction.suggestedLatencySeconds = reader.number("suggestedLatencySeconds", kLongestLatencySeconds);
  direction.wasapiExclusiveMode = reader.boolean("wasapiExclusiveMode").value_or(direction.wasapiExclusiveMode);
  direction.wasapiAutoConvert = reader.boolean("wasapiAutoConvert").value_or(direction.wasapiAutoConvert);
  direction.wasapiExplicitSampleFormat =
      reader.boolean("wasapiExplicitSampleFormat").value_or(direction.wasapiExplicitSampleFormat);
  return direction;
}

LabConfig read_lab(const toml::table& root) {
  const toml::node* node = root.get("flexlab");
  if (node == nullptr) return {};
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    throw Error({.code = "config-invalid",
                 .message = "\"flexlab\" must be a table, not " + std::string(words_for(node->type())) + '.',
                 .hint = "Write [flexlab] on a line of its own, and its options below it.",
                 .table = "flexlab"});
  }
  const TableReader reader(*table, "flexlab");
  LabConfig lab;
  if (const std::optional<std::string> clocks = reader.string("clocks")) {
    if (*clocks == "one") {
      lab.clocks = Clocks::One;
    } else if (*clocks == "two") {
      lab.clocks = Clocks::Two;
    } else if (*clocks != "auto") {
      reader.fail("clocks", reader.called("clocks") + " is \"" + *clocks + "\"; it can be auto, one or two.",
                  "Write one of the three exactly so, or remove the line.");
    }
  }
  lab.rateConversion = reader.boolean("rateConversion").value_or(lab.rateConversion);
  lab.powersOfTwo = reader.boolean("powersOfTwo").value_or(lab.powersOfTwo);
  lab.equalSampleTypes = reader.boolean("equalSampleTypes").value_or(lab.equalSampleTypes);
  lab.outputReady = reader.boolean("outputReady").value_or(lab.outputReady);
  lab.minBufferSamples = reader.integer("minBufferSamples", kMostBufferFrames);
  lab.maxBufferSamples = reader.integer("maxBufferSamples", kMostBufferFrames);
  lab.preferredBufferSamples = reader.integer("preferredBufferSamples", kMostBufferFrames);
  lab.bufferGranularity = reader.integer("bufferGranularity", kMostBufferFrames);
  lab.inputLatencyCorrection = reader.integer("inputLatencyCorrection", kMostCorrection, -kMostCorrection).value_or(0);
  lab.outputLatencyCorrection =
      reader.integer("outputLatencyCorrection", kMostCorrection, -kMostCorrection).value_or(0);
  return lab;
}

[[noreturn]] void fail_together(std::string_view key, std::string message, std::string hint) {
  throw Error({.code = "config-invalid",
               .message = std::move(message),
               .hint = std::move(hint),
               .table = "flexlab",
               .key = std::string(key)});
}

/// An option of [flexlab] that sets a number of frames, for messages.
struct Frames {
  std::string_view name;
  std::optional<std::int32_t> value;
};

void check_order(const Frames& less, const Frames& more) {
  if (!less.value || !more.value || *less.value <= *more.value) return;
  fail_together(less.name,
                std::string(less.name) + " in [flexlab] is " + std::to_string(*less.value) + ", more than " +
                    std::string(more.name) + ", which is " + std::to_string(*more.value) + '.',
                "Make it smaller, or remove one of the two.");
}

/// Options that ask for what cannot be together.
void check_together(const Config& config) {
  const LabConfig& lab = config.lab;
  const Frames least{"minBufferSamples", lab.minBufferSamples};
  const Frames most{"maxBufferSamples", lab.maxBufferSamples};
  const Frames preferred{"preferredBufferSamples", lab.preferredBufferSamples};
  check_order(least, most);
  check_order(least, preferred);
  check_order(preferred, most);
  if (lab.powersOfTwo && lab.bufferGranularity) {
    fail_together("bufferGranularity", "bufferGranularity and powersOfTwo cannot both be set in [flexlab].",
                  "Remove one of the two.");
  }
  for (const auto& [name, value] : {least, most, preferred, Frames{"bufferSizeSamples", config.bufferSizeSamples}}) {
    if (!lab.powersOfTwo || !value || std::has_single_bit(static_cast<std::uint32_t>(*value))) continue;
    fail_together("powersOfTwo",
                  std::string(name) + " is " + std::to_string(*value) +
                      ", which is no power of two, as powersOfTwo in [flexlab] asks for.",
                  "Write 64, 128, 256, 512, 1024 or another power of two.");
  }
  const auto& [input, output] = std::tie(config.input, config.output);
  if (lab.equalSampleTypes && !input.switched_off() && !output.switched_off() && input.sampleType &&
      output.sampleType && *input.sampleType != *output.sampleType) {
    fail_together("equalSampleTypes",
                  "sampleType differs in [input] and [output], though equalSampleTypes in [flexlab] is set.",
                  "Write the same type in both, or remove one of the two lines.");
  }
}

/// toml++ begins with what it was doing ("Error while parsing X: "); what is wrong comes after that.
std::string reason_of(const toml::parse_error& error) {
  const std::string_view text = error.description();
  const std::size_t colon = text.find(": ");
  return std::string(text.starts_with("Error while parsing") && colon != text.npos ? text.substr(colon + 2) : text);
}

toml::table parse(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    throw Error({.code = "config-invalid",
                 .message = "Line " + std::to_string(at.line) + ", column " + std::to_string(at.column) +
                            ", is not valid TOML: " + reason_of(error) + '.',
                 .hint = "Correct that line. Texts stand in quotes; each option and each table may appear once."});
  }
}

}  // namespace

bool same_settings(const Config& a, const Config& b) {
  const auto same = [](const DirectionConfig& x, const DirectionConfig& y) {
    const auto fields = [](const DirectionConfig& side) {
      return std::tie(side.device, side.channels, side.sampleType, side.suggestedLatencySeconds,
                      side.wasapiExclusiveMode, side.wasapiAutoConvert, side.wasapiExplicitSampleFormat);
    };
    const auto pattern = [](const DirectionConfig& side) {
      return side.deviceRegex ? std::optional(side.deviceRegex->text) : std::nullopt;
    };
    return fields(x) == fields(y) && pattern(x) == pattern(y);
  };
  return a.backend == b.backend && a.bufferSizeSamples == b.bufferSizeSamples && same(a.input, b.input) &&
         same(a.output, b.output) && a.lab == b.lab;
}

Config load_config(std::string_view text) {
  const toml::table root = parse(text);
  const TableReader reader(root, "top");
  Config config;
  config.backend = reader.string("backend");
  config.bufferSizeSamples = reader.integer("bufferSizeSamples", kMostBufferFrames);
  config.input = read_direction(root, "input");
  config.output = read_direction(root, "output");
  config.lab = read_lab(root);
  check_together(config);
  return config;
}

Failure sample_type_failure(std::string_view table, std::string_view value) {
  return {.code = "config-invalid",
          .message = "sampleType in [" + std::string(table) + "] is \"" + std::string(value) +
                     "\"; it can be Float32, Int32, Int24 or Int16.",
          .hint = "Write one of the four exactly so, or remove the line.",
          .table = std::string(table),
          .key = "sampleType"};
}

Failure exclusive_loopback(ExclusiveLoopback which) {
  if (which == ExclusiveLoopback::Input) {
    return {.code = "loopback-exclusive",
            .message = "A [Loopback] device records what Windows mixes: it does not open in exclusive mode.",
            .hint = "Set wasapiExclusiveMode = false in [input].",
            .table = "input",
            .key = "wasapiExclusiveMode"};
  }
  return {.code = "loopback-exclusive",
          .message = "Nothing can be recorded from an output that is open in exclusive mode.",
          .hint = "Set wasapiExclusiveMode = false in [output], or record another device.",
          .table = "output",
          .key = "wasapiExclusiveMode"};
}

namespace {

/// By their names alone, whatever devices there are.
std::optional<Failure> find_exclusive_loopback(const Config& config) {
  if (config.backend != "Windows WASAPI" || !config.input.device) return std::nullopt;
  const std::string& input = *config.input.device;
  if (!input.ends_with(audio::kLoopbackMark)) return std::nullopt;
  if (config.input.wasapiExclusiveMode) return exclusive_loopback(ExclusiveLoopback::Input);
  const std::string_view source = std::string_view(input).substr(0, input.size() - audio::kLoopbackMark.size());
  if (config.output.wasapiExclusiveMode && config.output.device == source) {
    return exclusive_loopback(ExclusiveLoopback::Output);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Failure> find_hopeless(const Config& config) {
  if (config.backend &&
      std::find(kBackendsAnywhere.begin(), kBackendsAnywhere.end(), *config.backend) == kBackendsAnywhere.end()) {
    return Failure{.code = "backend-not-available",
                   .message = "Backend \"" + *config.backend + "\" does not exist.",
                   .hint =
                       "Names are case-sensitive: MME, Windows DirectSound, Windows WASAPI, Windows WDM-KS, ALSA, "
                       "JACK Audio Connection Kit, Virtual.",
                   .table = "top",
                   .key = "backend"};
  }
  if (config.input.switched_off() && config.output.switched_off()) {
    return Failure{.code = "no-devices",
                   .message = "Both directions are switched off: there is nothing to open.",
                   .hint = "Remove device = \"\" from [input] or [output].",
                   .table = "output",
                   .key = "device"};
  }
  for (const auto& [name, direction] :
       {std::pair<std::string_view, const DirectionConfig&>{"input", config.input}, {"output", config.output}}) {
    if (direction.switched_off() || !direction.sampleType) continue;
    if (!audio::sample_type_named(*direction.sampleType)) return sample_type_failure(name, *direction.sampleType);
  }
  return find_exclusive_loopback(config);
}

}  // namespace flexlab::driver
