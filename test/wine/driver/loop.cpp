#include "loop.h"

#include <cstring>

namespace {

int* volatile nowhere = nullptr;

}  // namespace

Loop::Loop(const Setup& setup, asio::BufferInfo* infos, int count, int frames, const asio::Callbacks& callbacks)
    : setup_(setup), frames_(frames), callbacks_(callbacks), channels_(static_cast<size_t>(count)) {
  for (int i = 0; i < count; ++i) {
    Channel& channel = channels_[static_cast<size_t>(i)];
    channel.isInput = infos[i].isInput != 0;
    channel.number = infos[i].channel;
    for (int half = 0; half < 2; ++half) {
      // Not silent on purpose: what a host has not written is not its host's silence.
      channel.halves[half].assign(static_cast<size_t>(frames * setup.sampleBytes), 0x11);
      infos[i].buffers[half] = channel.halves[half].data();
    }
  }
  for (auto& line : line_) line.assign(static_cast<size_t>(kDelay * setup.sampleBytes), 0);
}

void Loop::start() {
  ResetEvent(leave_);
  thread_ = std::thread([this] { run(); });
}

void Loop::stop() {
  SetEvent(leave_);
  if (thread_.joinable()) thread_.join();
}

void Loop::run() {
  LARGE_INTEGER frequency;
  LARGE_INTEGER begun;
  QueryPerformanceFrequency(&frequency);
  QueryPerformanceCounter(&begun);
  for (std::uint64_t number = 0;; ++number) {
    if (setup_.calls >= 0 && number == static_cast<std::uint64_t>(setup_.calls)) {
      if (setup_.crashes) *nowhere = 1;
      WaitForSingleObject(leave_, INFINITE);
      return;
    }
    // On a grid that began with the stream: who was late hurries.
    const double due = static_cast<double>((number + 1) * static_cast<std::uint64_t>(frames_)) / kRate;
    for (;;) {
      LARGE_INTEGER now;
      QueryPerformanceCounter(&now);
      const double left =
          due - static_cast<double>(now.QuadPart - begun.QuadPart) / static_cast<double>(frequency.QuadPart);
      if (left <= 0) break;
      if (WaitForSingleObject(leave_, static_cast<DWORD>(left * 1000) + 1) == WAIT_OBJECT_0) return;
    }
    turn(number);
  }
}

/// The new buffer of the inputs, the host, then what the host has played into the other half a turn ago.
void Loop::turn(std::uint64_t number) {
  const int half = static_cast<int>(number % 2);
  const auto bytes = static_cast<size_t>(frames_ * setup_.sampleBytes);
  for (Channel& channel : channels_) {
    if (channel.isInput) std::memcpy(channel.halves[half].data(), line_[channel.number].data(), bytes);
  }
  if (setup_.tellsTime && callbacks_.bufferSwitchTimeInfo != nullptr) {
    asio::Time time{};
    time.info.samplePosition.low = 4711;  // and nothing says that it holds: no flag is set
    callbacks_.bufferSwitchTimeInfo(&time, half, 1);
  } else {
    callbacks_.bufferSwitch(half, 1);
  }
  for (Channel& channel : channels_) {
    if (channel.isInput) continue;
    std::vector<unsigned char>& line = line_[channel.number];
    std::memmove(line.data(), line.data() + bytes, line.size() - bytes);
    std::memcpy(line.data() + line.size() - bytes, channel.halves[half].data(), bytes);
  }
}
