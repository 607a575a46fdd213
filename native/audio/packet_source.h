#pragma once

#include <cstdint>

#include "audio/sample_type.h"

namespace flexlab::audio {

/// What a source of packets brings.
struct PacketFormat {
  int channels = 0;
  SampleType sampleType = SampleType::Float32;
  double sampleRate = 0;    ///< Hz
  double latency = 0;       ///< seconds from the world until a frame can be fetched, as claimed
  std::int64_t period = 0;  ///< nanoseconds between two packets
};

struct Packet {
  const void* samples = nullptr;  ///< interleaved, in the source's sample type; null: silence
  std::uint32_t frames = 0;
  bool afterGap = false;  ///< what came before it is lost, or there was nothing
  std::int64_t age = 0;   ///< nanoseconds since its last frame was complete; 0 where that is not known
};

/// A source of sound that has to be asked, and that brings nothing while there is nothing. All of it, constructor and
/// destructor included, is for one thread.
class PacketSource {
 public:
  enum class Answer { Packet, Nothing, Lost };

  PacketSource() = default;
  virtual ~PacketSource() = default;
  PacketSource(const PacketSource&) = delete;
  PacketSource& operator=(const PacketSource&) = delete;

  [[nodiscard]] virtual const PacketFormat& format() const noexcept = 0;
  /// Throws Error; it is then as before.
  virtual void start() = 0;
  virtual void stop() noexcept = 0;
  /// The next packet, which has to be released before the next is asked for. In real time.
  [[nodiscard]] virtual Answer next(Packet& packet) noexcept = 0;
  virtual void release() noexcept = 0;
};

}  // namespace flexlab::audio
