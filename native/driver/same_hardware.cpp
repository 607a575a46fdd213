#include "driver/same_hardware.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <vector>

namespace flexlab::driver {
namespace {

/// What stands in the last brackets, which may hold brackets themselves and may be cut off.
std::string_view inside_brackets(std::string_view name) {
  std::vector<std::size_t> open;
  std::string_view inside;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '(') open.push_back(i + 1);
    if (name[i] != ')' || open.empty()) continue;
    if (open.size() == 1) inside = name.substr(open.front(), i - open.front());
    open.pop_back();
  }
  return open.empty() ? inside : name.substr(open.front());
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::string hardware_of(PaHostApiTypeId backend, std::string_view name) {
  std::string_view part = inside_brackets(name);
  if (backend == paALSA) {
    if (!part.starts_with("hw:")) return {};
    part = part.substr(0, part.find(','));
  } else {
    const auto digits = static_cast<std::size_t>(std::find_if_not(part.begin(), part.end(), is_digit) - part.begin());
    if (digits > 0 && part.substr(digits).starts_with("- ")) part.remove_prefix(digits + 2);
  }
  std::string hardware(part);
  for (char& c : hardware) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return hardware;
}

bool are_different_hardware(PaHostApiTypeId backend, const audio::Device& input, const audio::Device& output) {
  if (input.index == output.index || backend == paJACK) return false;
  // Devices of the Virtual backend have the clocks that their scenario gives them.
  if (backend == paInDevelopment) return true;
  const std::string a = hardware_of(backend, input.name);
  const std::string b = hardware_of(backend, output.name);
  if (a.empty() || b.empty()) return false;
  if (backend == paALSA) return a != b;
  return !a.starts_with(b) && !b.starts_with(a);
}

}  // namespace flexlab::driver
