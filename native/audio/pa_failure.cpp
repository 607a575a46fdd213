#include "audio/pa_failure.h"

#include "audio/host_messages.h"

namespace flexlab::audio {

std::string host_text(PaError error) {
  std::string text = std::to_string(error) + ' ' + Pa_GetErrorText(error);
  if (error == paUnanticipatedHostError) {
    const PaHostErrorInfo* info = Pa_GetLastHostErrorInfo();
    if (info != nullptr && info->errorText != nullptr && *info->errorText != '\0') {
      text += ": " + std::to_string(info->errorCode) + ' ' + info->errorText;
    }
  }
  const std::string message = last_host_message();
  if (!message.empty()) text += " (" + message + ')';
  return text;
}

}  // namespace flexlab::audio
