#pragma once

namespace flexlab::audio {

/// What calls a PaStreamCallback with blocks of a fixed size. Opened by its constructor, closed by its destructor.
class BlockStream {
 public:
  BlockStream() = default;
  virtual ~BlockStream() = default;
  BlockStream(const BlockStream&) = delete;
  BlockStream& operator=(const BlockStream&) = delete;

  /// Throws Error `start-failed`.
  virtual void start() = 0;
  /// Lets pending buffers play, then stops. Does nothing when stopped. Throws Error `stop-failed`.
  virtual void stop() = 0;
  /// Seconds, as claimed after opening: any number.
  [[nodiscard]] virtual double input_latency() const noexcept = 0;
  [[nodiscard]] virtual double output_latency() const noexcept = 0;
};

}  // namespace flexlab::audio
