#include "driver/log_words.h"

#include <sstream>

#include "driver/sha256.h"

namespace flexlab::driver {
namespace {

std::string_view name_of(abi::Error error) {
  switch (error) {
    case abi::Error::Ok: return "OK";
    case abi::Error::Success: return "Success";
    case abi::Error::NotPresent: return "NotPresent";
    case abi::Error::HardwareMalfunction: return "HardwareMalfunction";
    case abi::Error::InvalidParameter: return "InvalidParameter";
    case abi::Error::InvalidMode: return "InvalidMode";
    case abi::Error::PositionNotAdvancing: return "PositionNotAdvancing";
    case abi::Error::NoClock: return "NoClock";
    case abi::Error::NoMemory: return "NoMemory";
  }
  return "unknown";
}

void tell_side(std::ostream& out, std::string_view name, const Plan& plan, const std::optional<PlannedSide>& side) {
  out << '\n' << name << ": ";
  if (!side) {
    out << "off";
    return;
  }
  out << '"' << side->device.name << "\", " << side->channels << " channels, " << audio::name_of(side->sampleType)
      << ", default " << side->device.defaultSampleRate << " Hz, suggested latency ";
  if (side->suggestedLatencySeconds) {
    out << *side->suggestedLatencySeconds << " s";
  } else {
    out << "three buffers";
  }
  if (plan.backendType != paWASAPI) return;
  const WasapiOptions& wasapi = side->wasapi;
  out << (wasapi.exclusiveMode ? ", exclusive" : ", shared");
  if (!wasapi.exclusiveMode) out << (wasapi.autoConvert ? ", converted by Windows" : ", not converted");
  if (wasapi.exclusiveMode) out << (wasapi.explicitSampleFormat ? ", this sample type only" : ", any sample type");
  out << ", speakers 0x" << std::hex << (wasapi.keepChannelMask ? side->device.channelMask : 0) << std::dec;
}

}  // namespace

std::string words_of(abi::Error error) {
  return std::to_string(static_cast<std::int32_t>(error)) + ' ' + std::string(name_of(error));
}

std::string words_of(const audio::Failure& failure) {
  std::string text = failure.message + " (" + failure.code + ')';
  if (!failure.table.empty() || !failure.key.empty()) {
    text += "\nin the file: [" + failure.table + "] " + failure.key;
  }
  if (!failure.host.empty()) text += "\nthe sound system says: " + failure.host;
  if (!failure.hint.empty()) text += "\n" + failure.hint;
  return text;
}

std::string words_of(const Plan& plan) {
  std::ostringstream out;
  out << plan.backend << (plan.twoClocks ? ", two clocks" : ", one clock");
  tell_side(out, "input", plan, plan.input);
  tell_side(out, "output", plan, plan.output);
  return std::move(out).str();
}

std::string words_of(const Host& host) {
  std::string text = "takes";
  const auto add = [&](bool taken, std::string_view what) {
    if (taken) text += (text == "takes" ? " " : ", ") + std::string(what);
  };
  add(host.takes_time_info(), "time info");
  add(host.takes_reset_request(), "reset requests");
  add(host.takes_latencies_changed(), "changed latencies");
  add(host.takes_overload(), "overloads");
  return text == "takes" ? "takes no messages" : text;
}

std::string words_of(const Counters& counters) {
  std::ostringstream out;
  out << counters.bufferSwitches << " callbacks";
  const auto add = [&](const std::atomic<std::uint64_t>& counter, std::string_view what) {
    if (counter != 0) out << ", " << counter << ' ' << what;
  };
  add(counters.lateCallbacks, "took longer than a buffer lasts");
  add(counters.inputUnderflows, "input underflows");
  add(counters.inputOverflows, "input overflows");
  add(counters.outputUnderflows, "output underflows");
  add(counters.outputOverflows, "output overflows");
  add(counters.missedOutputReady, "times outputReady did not come");
  add(counters.unexpectedCallbacks, "of another size than asked for");
  return std::move(out).str();
}

std::string words_of_config(std::string_view text) {
  if (text.empty()) return "the configuration is empty: every default holds";
  std::string lines(text);
  std::erase(lines, '\r');
  while (!lines.empty() && lines.back() == '\n') lines.pop_back();
  return "the configuration, SHA-256 " + sha256(text) + ":\n" + lines;
}

}  // namespace flexlab::driver
