#include "audio/sound_thread.h"

#ifdef _WIN32
#include <objbase.h>
#endif

namespace flexlab::audio {

#ifdef _WIN32
SoundThread::SoundThread() noexcept : entered_(SUCCEEDED(CoInitializeEx(nullptr, COINIT_MULTITHREADED))) {}
SoundThread::~SoundThread() {
  if (entered_) CoUninitialize();
}
#else
SoundThread::SoundThread() noexcept = default;
SoundThread::~SoundThread() { static_cast<void>(entered_); }
#endif

}  // namespace flexlab::audio
