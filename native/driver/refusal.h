#pragma once

#include <exception>
#include <utility>

#include "audio/error.h"
#include "driver/abi.h"

namespace flexlab::driver {

/// A method's "no": the number for the host, and the words for people.
class Refusal final : public std::exception {
 public:
  Refusal(abi::Error error, audio::Failure failure) : error_(error), failure_(std::move(failure)) {}

  [[nodiscard]] const char* what() const noexcept override { return failure_.message.c_str(); }
  [[nodiscard]] abi::Error error() const noexcept { return error_; }
  [[nodiscard]] const audio::Failure& failure() const noexcept { return failure_; }

 private:
  abi::Error error_;
  audio::Failure failure_;
};

/// A host that calls in the wrong state or with the wrong arguments.
[[nodiscard]] inline Refusal misuse(abi::Error error, std::string message) {
  return Refusal(error, {.code = "host-call-invalid", .message = std::move(message)});
}

}  // namespace flexlab::driver
