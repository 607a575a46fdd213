#include "audio/host_messages.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <string_view>

#if PA_USE_ALSA
#include <alsa/asoundlib.h>

#include <cstdarg>
#include <cstdio>
#endif
#if PA_USE_JACK
#include <jack/jack.h>
#endif

namespace flexlab::audio {
namespace {

/// The last text, in memory of its own: host libraries may speak from an audio thread.
class LastMessage {
 public:
  void set(std::string_view text) noexcept {
    if (busy_.test_and_set(std::memory_order_acquire)) return;  // someone else speaks right now: one text is enough
    length_ = std::min(text.size(), text_.size());
    std::copy_n(text.begin(), length_, text_.begin());
    while (length_ > 0 && text_[length_ - 1] == '\n') --length_;
    busy_.clear(std::memory_order_release);
  }
  [[nodiscard]] std::string get() {
    while (busy_.test_and_set(std::memory_order_acquire)) {
    }
    std::string text(text_.data(), length_);
    busy_.clear(std::memory_order_release);
    return text;
  }

 private:
  std::atomic_flag busy_;
  std::array<char, 256> text_{};
  std::size_t length_ = 0;
};

constinit LastMessage last_message;

#if PA_USE_ALSA
__attribute__((format(printf, 5, 6))) void on_alsa_error(const char* /*file*/, int /*line*/, const char* function,
                                                         int error, const char* format, ...) {
  std::array<char, 256> text{};
  int length = std::snprintf(text.data(), text.size(), "ALSA %s: ", function);
  if (length < 0) return;
  std::va_list arguments;
  va_start(arguments, format);
  auto used = std::min(static_cast<std::size_t>(length), text.size() - 1);
  length = std::vsnprintf(text.data() + used, text.size() - used, format, arguments);
  va_end(arguments);
  if (length > 0) used = std::min(used + static_cast<std::size_t>(length), text.size() - 1);
  if (error != 0) {
    length = std::snprintf(text.data() + used, text.size() - used, ": %s", snd_strerror(error));
    if (length > 0) used = std::min(used + static_cast<std::size_t>(length), text.size() - 1);
  }
  last_message.set({text.data(), used});
}
#endif

#if PA_USE_JACK
void on_jack_error(const char* text) { last_message.set(text); }
void on_jack_info(const char* /*text*/) {}
#endif

}  // namespace

void capture_host_messages() noexcept {
#if PA_USE_ALSA
  snd_lib_error_set_handler(on_alsa_error);
#endif
#if PA_USE_JACK
  jack_set_error_function(on_jack_error);
  jack_set_info_function(on_jack_info);
#endif
}

void clear_host_message() noexcept { last_message.set({}); }

std::string last_host_message() { return last_message.get(); }

}  // namespace flexlab::audio
