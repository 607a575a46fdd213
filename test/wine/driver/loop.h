#pragma once

#include <windows.h>

#include <cstdint>
#include <thread>
#include <vector>

#include "asio.h"

/// A device made of software: what is played comes back as it was, kDelay frames later.
class Loop {
 public:
  static constexpr int kChannels = 2;
  static constexpr int kDelay = 1777;
  static constexpr int kRate = 48000;

  /// `calls`: after so many, it does not call any more; -1: never stops. `crashes`: it ends its host instead.
  struct Setup {
    int sampleBytes = 4;
    int calls = -1;
    bool crashes = false;
    bool tellsTime = false;
  };

  Loop(const Setup& setup, asio::BufferInfo* infos, int count, int frames, const asio::Callbacks& callbacks);
  ~Loop() { stop(); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void start();
  void stop();

 private:
  struct Channel {
    bool isInput;
    int number;
    std::vector<unsigned char> halves[2];
  };

  void run();
  void turn(std::uint64_t number);

  const Setup setup_;
  const int frames_;
  const asio::Callbacks callbacks_;
  std::vector<Channel> channels_;
  /// Of each channel, as long as the delay.
  std::vector<unsigned char> line_[kChannels];
  HANDLE leave_ = CreateEventA(nullptr, TRUE, FALSE, nullptr);
  std::thread thread_;
};
