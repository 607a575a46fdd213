#pragma once

#include <optional>
#include <string>
#include <vector>

namespace flexlab::asio_host {

/// A driver in one of the two lists of the machine: AsioDriver of extension/audio/contract.ts. Empty: not known.
struct Installed {
  std::string name;
  int bits = 64;  ///< of the programs that read the list
  std::string clsid;
  std::string description;
  std::string dll;
  bool dllFound = false;
  std::optional<int> dllBits;
};

/// What 64-bit programs are offered, then what 32-bit programs are, each in the order of the registry.
[[nodiscard]] std::vector<Installed> installed_drivers();

}  // namespace flexlab::asio_host
