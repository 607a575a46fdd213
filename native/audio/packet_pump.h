#pragma once

#include <portaudio.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "audio/capture_source.h"
#include "audio/packet_source.h"

namespace flexlab::audio {

/// Makes an unbroken stream of what a PacketSource brings now and then: silence stands where nothing came, so that
/// frames and time agree all along, and whoever listens never starves. In real time; all memory is taken by the
/// constructor.
///
/// Packets that follow one another are handed on as they are, sample by sample. Silence begins when a packet is late by
/// more than a period, and stays hold() behind the present; so the first packet after a pause always has its place, and
/// nothing of it is lost. Where there was no pause, but packets were late, those whose places silence took are left
/// out and told as an overflow: however long it goes on, no frame more is handed on than time has passed for. hold()
/// grows by what was left out, so that as late a packet is not lost again.
class PacketPump {
 public:
  /// Frames go out with the first `channels` of the source's channels.
  PacketPump(const PacketFormat& from, int channels, SampleType sampleType);

  /// How far what was handed on may be behind the present, in nanoseconds. It never shrinks.
  [[nodiscard]] std::int64_t hold() const noexcept { return hold_; }

  /// Frame 0 is now, on audio::now().
  void begin(std::int64_t now) noexcept;
  /// Hands on all that the source has, and silence for what it has not. False: the source is lost.
  [[nodiscard]] bool pump(PacketSource& source, CaptureListener& to, std::int64_t now) noexcept;

 private:
  void take(const Packet& packet, CaptureListener& to, std::int64_t now) noexcept;
  void wait_longer(std::int64_t frames) noexcept;
  void fill_until(std::int64_t position, std::int64_t time, CaptureListener& to) noexcept;
  void give(const std::byte* samples, std::int64_t frames, std::int64_t time, CaptureListener& to) noexcept;
  void convert(const std::byte* samples, std::size_t frames) noexcept;
  [[nodiscard]] std::int64_t position_at(std::int64_t time) const noexcept;
  [[nodiscard]] std::int64_t nanoseconds_of(std::int64_t frames) const noexcept;

  const PacketFormat from_;
  const SampleType sampleType_;
  std::int64_t hold_;

  std::int64_t written_ = 0;
  bool quiet_ = true;         ///< what was handed on last is silence of our own
  std::int64_t given_ = 0;    ///< frames of silence that may yet turn out to have been a late packet's
  std::int64_t resumed_ = 0;  ///< when the first packet after silence was complete
  /// Where on the source's clock we know a frame to have been complete: position and time.
  std::int64_t knownPosition_ = 0;
  std::int64_t knownTime_ = 0;
  PaStreamCallbackFlags flags_ = 0;

  std::vector<std::byte> gathered_;
  std::vector<float> floats_;
  std::vector<std::byte> block_;
  std::vector<std::byte*> channels_;
  std::vector<const void*> pointers_;
  std::vector<const void*> silence_;
};

}  // namespace flexlab::audio
