#pragma once

namespace flexlab::audio {

/// Lives as long as a thread opens and closes devices that is neither the host's nor PortAudio's: on Windows such a
/// thread has to say so.
class SoundThread {
 public:
  SoundThread() noexcept;
  ~SoundThread();
  SoundThread(const SoundThread&) = delete;
  SoundThread& operator=(const SoundThread&) = delete;

 private:
  bool entered_ = false;
};

}  // namespace flexlab::audio
