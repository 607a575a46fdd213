#pragma once

#include <exception>
#include <string>
#include <utility>

namespace flexlab::audio {

/// A failure as every layer of FlexLab tells it: the twin of LabError in extension/audio/contract.ts.
/// An empty string stands for null.
struct Failure {
  std::string code;     ///< stable, kebab-case: `device-busy`
  std::string message;  ///< one plain sentence; its first 123 characters make sense alone
  std::string hint;     ///< what to do about it
  std::string table;    ///< "top", "input", "output" or "scenario"
  std::string key;      ///< the key in that table
  std::string host;     ///< what the sound system itself said, unchanged: `-9996 Invalid device`
};

/// A Failure on its way up.
class Error final : public std::exception, public Failure {
 public:
  explicit Error(Failure failure) : Failure(std::move(failure)) {}
  [[nodiscard]] const char* what() const noexcept override { return message.c_str(); }
};

}  // namespace flexlab::audio
