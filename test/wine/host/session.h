#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "asio.h"
#include "frame_counter.h"
#include "json.h"
#include "options.h"

/// One driver with buffers, as a host runs it: plays a tone on all outputs, listens to its first input. With the option
/// `signal=counter` it plays numbered frames instead, for sample type Int16 and two channels each way.
class Session {
 public:
  /// `slot` 0 or 1: ASIO's callbacks know no context, so two sessions at once have a set each.
  Session(asio::Object* driver, const Options& options, int slot = 0);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// createBuffers; its answer.
  int32_t prepare();
  /// createBuffers while buffers exist, which must leave them as they are.
  int32_t prepare_again();
  int32_t start();
  int32_t stop();
  int32_t dispose();

  /// Everything that was seen; numbers of the last run.
  [[nodiscard]] Json facts() const;
  [[nodiscard]] long callbacks() const { return callbacks_; }
  /// How often the driver asked for a reset since the last call.
  long take_resets() { return resets_.exchange(0); }
  /// Whether a reset request waits for leave_reset, which it does with the option `reset=hold`.
  [[nodiscard]] bool inside_reset() const { return insideReset_; }
  void leave_reset() { leaveReset_ = true; }

  void on_switch(int32_t half, const asio::Time* time);
  int32_t on_message(int32_t selector, int32_t value);

 private:
  enum class Ready { Call, Never, Once, Thread, Late };

  static Ready ready_named(const std::string& name);
  void say_ready();
  void put(const asio::BufferInfo& info, int32_t half, int32_t frame, double sample) const;
  [[nodiscard]] double get(const asio::BufferInfo& info, int32_t half, int32_t frame) const;
  [[nodiscard]] Json input_facts() const;
  void play_tone(int32_t half);
  void play_counter(int32_t half, uint64_t position) const;
  void hear_counter(int32_t half, uint64_t position);

  asio::Object* const driver_;
  const Options& options_;
  const int slot_;
  const Ready ready_;
  const bool counts_;
  asio::Callbacks callbackTable_;
  std::vector<asio::BufferInfo> infos_;
  int32_t inputType_ = 0, outputType_ = 0;
  int32_t inputs_ = 0, outputs_ = 0, frames_ = 0;
  double rate_ = 0;
  double phase_ = 0;
  FrameCounter counter_;

  std::vector<float> recorded_;
  std::atomic<std::size_t> length_{0};
  std::atomic<long> callbacks_{0};
  std::atomic<long> resets_{0};
  std::atomic<bool> stopped_{true};
  std::atomic<bool> inside_{false};
  std::atomic<bool> stoppedInside_{false};
  std::atomic<bool> disposedInside_{false};
  std::atomic<bool> insideReset_{false};
  std::atomic<bool> leaveReset_{false};
  long afterStop_ = 0, overlaps_ = 0, wrongHalves_ = 0, wrongSteps_ = 0, timesBack_ = 0, wrongClock_ = 0,
       timeInfos_ = 0;
  long messages_[32] = {};
  int32_t lastHalf_ = 1;
  uint64_t lastPosition_ = 0, firstPosition_ = 0, lastTime_ = 0;
  int64_t firstTick_ = 0, lastTick_ = 0, longestGap_ = 0;
  std::vector<double> resetTimes_;
  std::atomic<long> pendingReady_{0};
  std::thread readyThread_;
  std::atomic<bool> readyEnd_{false};
};
