#include "session.h"

#include <timeapi.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

constexpr double kPi = 3.14159265358979323846;

Session* sessions[2] = {};

template <int slot>
asio::Callbacks callbacks_of_slot() {
  return {[](int32_t half, int32_t) { sessions[slot]->on_switch(half, nullptr); }, [](double) {},
          [](int32_t selector, int32_t value, void*, double*) { return sessions[slot]->on_message(selector, value); },
          [](asio::Time* time, int32_t half, int32_t) {
            sessions[slot]->on_switch(half, time);
            return static_cast<asio::Time*>(nullptr);
          }};
}

int64_t ticks() {
  LARGE_INTEGER now;
  QueryPerformanceCounter(&now);
  return now.QuadPart;
}

double tick_seconds() {
  LARGE_INTEGER frequency;
  QueryPerformanceFrequency(&frequency);
  return 1.0 / static_cast<double>(frequency.QuadPart);
}

double epoch_milliseconds() {
  FILETIME time;
  GetSystemTimeAsFileTime(&time);
  const uint64_t hundreds = (static_cast<uint64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime;
  return static_cast<double>(hundreds) / 1e4 - 11644473600000.0;
}

}  // namespace

Session::Ready Session::ready_named(const std::string& name) {
  if (name == "never") return Ready::Never;
  if (name == "once") return Ready::Once;
  if (name == "thread") return Ready::Thread;
  if (name == "late") return Ready::Late;
  return Ready::Call;
}

Session::Session(asio::Object* driver, const Options& options, int slot)
    : driver_(driver),
      options_(options),
      slot_(slot),
      ready_(ready_named(options.text("ready", "call"))),
      counts_(options.text("signal") == "counter"),
      callbackTable_(slot == 0 ? callbacks_of_slot<0>() : callbacks_of_slot<1>()) {
  sessions[slot_] = this;
  if (options.text("timeInfo", "yes") == "no") callbackTable_.bufferSwitchTimeInfo = nullptr;
}

Session::~Session() {
  readyEnd_ = true;
  if (readyThread_.joinable()) readyThread_.join();
  sessions[slot_] = nullptr;
}

int32_t Session::prepare() {
  int32_t inputs = 0, outputs = 0, least = 0, most = 0, preferred = 0, granularity = 0;
  CALL(driver_, getChannels, &inputs, &outputs);
  CALL(driver_, getBufferSize, &least, &most, &preferred, &granularity);
  CALL(driver_, getSampleRate, &rate_);
  inputs_ = std::min(inputs, options_.whole("inputs", inputs));
  outputs_ = std::min(outputs, options_.whole("outputs", outputs));
  frames_ = options_.whole("buffer", preferred);
  infos_.clear();
  for (int32_t i = 0; i < inputs_; ++i) infos_.push_back({1, i, {}});
  for (int32_t i = 0; i < outputs_; ++i) infos_.push_back({0, i, {}});
  asio::ChannelInfo info{};
  info.isInput = 1;
  if (inputs_ > 0 && CALL(driver_, getChannelInfo, &info) == 0) inputType_ = info.type;
  info.isInput = 0;
  if (outputs_ > 0 && CALL(driver_, getChannelInfo, &info) == 0) outputType_ = info.type;
  recorded_.assign(static_cast<std::size_t>(rate_ * 30), 0.0F);
  return CALL(driver_, createBuffers, infos_.data(), static_cast<int32_t>(infos_.size()), frames_, &callbackTable_);
}

int32_t Session::prepare_again() {
  std::vector<asio::BufferInfo> infos = infos_;
  return CALL(driver_, createBuffers, infos.data(), static_cast<int32_t>(infos.size()), frames_, &callbackTable_);
}

int32_t Session::start() {
  callbacks_ = 0;
  length_ = 0;
  lastHalf_ = 1;
  lastPosition_ = lastTime_ = 0;
  firstTick_ = lastTick_ = longestGap_ = 0;
  if ((ready_ == Ready::Thread || ready_ == Ready::Late) && !readyThread_.joinable()) {
    readyThread_ = std::thread([this] {
      while (!readyEnd_) {
        if (pendingReady_.exchange(0) > 0) {
          // Later than any driver may wait, and still before the next buffer.
          if (ready_ == Ready::Late) Sleep(static_cast<DWORD>(800.0 * frames_ / rate_));
          CALL(driver_, outputReady);
        } else {
          std::this_thread::yield();
        }
      }
    });
  }
  stopped_ = false;
  const int32_t result = CALL(driver_, start);
  if (result != 0) stopped_ = true;
  return result;
}

int32_t Session::stop() {
  const int32_t result = CALL(driver_, stop);
  stopped_ = true;
  return result;
}

int32_t Session::dispose() { return CALL(driver_, disposeBuffers); }

void Session::on_switch(int32_t half, const asio::Time* time) {
  if (inside_.exchange(true)) ++overlaps_;
  const int64_t now = ticks();
  if (stopped_) ++afterStop_;
  if (callbacks_ == 0) {
    firstTick_ = now;
  } else {
    longestGap_ = std::max(longestGap_, now - lastTick_);
  }
  lastTick_ = now;
  if (half == lastHalf_) ++wrongHalves_;
  lastHalf_ = half;

  asio::Wide position{}, stamp{};
  if (time != nullptr) {
    ++timeInfos_;
    position = time->info.samplePosition;
    stamp = time->info.systemTime;
    if (time->info.flags != 7 || time->info.sampleRate != rate_) ++wrongSteps_;
  } else {
    CALL(driver_, getSamplePosition, &position, &stamp);
  }
  if (callbacks_ == 0) {
    firstPosition_ = position.value();
  } else {
    if (position.value() != lastPosition_ + static_cast<uint64_t>(frames_)) ++wrongSteps_;
    if (stamp.value() < lastTime_) ++timesBack_;
  }
  lastPosition_ = position.value();
  lastTime_ = stamp.value();
  const double off = static_cast<double>(timeGetTime()) - static_cast<double>(stamp.value()) / 1e6;
  if (std::abs(off) > 50) ++wrongClock_;

  if (counts_) {
    hear_counter(half, position.value());
    play_counter(half, position.value());
  } else {
    play_tone(half);
  }
  if (inputs_ > 0) {
    std::size_t length = length_;
    for (int32_t frame = 0; frame < frames_ && length < recorded_.size(); ++frame) {
      recorded_[length++] = static_cast<float>(get(infos_[0], half, frame));
    }
    length_ = length;
  }
  say_ready();
  ++callbacks_;
  inside_ = false;
}

void Session::play_tone(int32_t half) {
  const double step = 2 * kPi * options_.number("tone", 440) / rate_;
  const double amplitude = options_.number("amplitude", 0.5);
  for (int32_t frame = 0; frame < frames_; ++frame, phase_ += step) {
    const double sample = amplitude * std::sin(phase_);
    for (int32_t i = 0; i < outputs_; ++i) put(infos_[static_cast<std::size_t>(inputs_ + i)], half, frame, sample);
  }
  if (phase_ > 1e6) phase_ = std::fmod(phase_, 2 * kPi);
}

void Session::play_counter(int32_t half, uint64_t position) const {
  if (outputs_ < 2 || outputType_ != asio::kInt16) return;
  const std::size_t first = static_cast<std::size_t>(inputs_);
  for (int32_t frame = 0; frame < frames_; ++frame) {
    const FrameCounter::Samples samples =
        FrameCounter::of(static_cast<uint32_t>(position) + static_cast<uint32_t>(frame));
    static_cast<int16_t*>(infos_[first].buffers[half])[frame] = samples.low;
    static_cast<int16_t*>(infos_[first + 1].buffers[half])[frame] = samples.high;
  }
}

void Session::hear_counter(int32_t half, uint64_t position) {
  if (inputs_ < 2 || inputType_ != asio::kInt16) return;
  for (int32_t frame = 0; frame < frames_; ++frame) {
    counter_.hear({static_cast<const int16_t*>(infos_[0].buffers[half])[frame],
                   static_cast<const int16_t*>(infos_[1].buffers[half])[frame]},
                  position + static_cast<uint64_t>(frame));
  }
}

void Session::say_ready() {
  switch (ready_) {
    case Ready::Call: CALL(driver_, outputReady); break;
    case Ready::Once:
      if (callbacks_ == 0) CALL(driver_, outputReady);
      break;
    case Ready::Thread:
    case Ready::Late: ++pendingReady_; break;
    case Ready::Never: break;
  }
}

int32_t Session::on_message(int32_t selector, int32_t value) {
  if (selector >= 0 && selector < 32) ++messages_[selector];
  switch (selector) {
    case 1: return value == 2 || value == 3 || value == 6 || value == 7 || value == 15 ? 1 : 0;
    case 2: return 2;
    case 3:
      resetTimes_.push_back(epoch_milliseconds());
      if (options_.text("reset") == "inside") {
        // Some hosts take everything down before they answer.
        stoppedInside_ = stop() == 0;
        disposedInside_ = dispose() == 0;
      }
      if (options_.text("reset") == "hold") {
        insideReset_ = true;
        while (!leaveReset_) Sleep(5);
      }
      ++resets_;  // last: the main thread acts on it
      return 1;
    case 6: return 1;
    case 7: return options_.text("timeInfo", "yes") == "no" ? 0 : 1;
    case 15: return 1;
    default: return 0;
  }
}

void Session::put(const asio::BufferInfo& info, int32_t half, int32_t frame, double sample) const {
  char* const base = static_cast<char*>(info.buffers[half]);
  if (outputType_ == asio::kFloat32) {
    const auto value = static_cast<float>(sample);
    std::memcpy(base + 4 * frame, &value, 4);
    return;
  }
  const auto value = static_cast<int32_t>(sample * 2147483647.0);
  const int bytes = outputType_ == asio::kInt16 ? 2 : outputType_ == asio::kInt24 ? 3 : 4;
  std::memcpy(base + bytes * frame, reinterpret_cast<const char*>(&value) + 4 - bytes, static_cast<std::size_t>(bytes));
}

double Session::get(const asio::BufferInfo& info, int32_t half, int32_t frame) const {
  const char* const base = static_cast<const char*>(info.buffers[half]);
  if (inputType_ == asio::kFloat32) {
    float value = 0;
    std::memcpy(&value, base + 4 * frame, 4);
    return value;
  }
  int32_t value = 0;
  const int bytes = inputType_ == asio::kInt16 ? 2 : inputType_ == asio::kInt24 ? 3 : 4;
  std::memcpy(reinterpret_cast<char*>(&value) + 4 - bytes, base + bytes * frame, static_cast<std::size_t>(bytes));
  return value / 2147483648.0;
}

/// Level and frequency of what was heard after the first quarter second: streams begin with silence. A wave counts when
/// it goes below a fifth of the level and comes up again: what rings around a gap does not.
Json Session::input_facts() const {
  const std::size_t begin = std::min<std::size_t>(length_, static_cast<std::size_t>(rate_ / 4));
  const std::size_t count = length_ - begin;
  double sum = 0, first = -1, last = -1;
  for (std::size_t i = begin; i < length_; ++i) sum += static_cast<double>(recorded_[i]) * recorded_[i];
  const double rms = count > 0 ? std::sqrt(sum / static_cast<double>(count)) : 0;
  long waves = 0;
  bool low = false;
  for (std::size_t i = begin + 1; i < length_; ++i) {
    const double before = recorded_[i - 1];
    const double sample = recorded_[i];
    low = low || before < -rms / 5;
    if (!low || sample < 0) continue;
    low = false;
    last = static_cast<double>(i) - sample / (sample - before);
    if (first < 0) first = last;
    ++waves;
  }
  Json json = Json::object();
  json.put("frames", static_cast<double>(length_)).put("rms", rms);
  json.put("hz", waves > 1 ? static_cast<double>(waves - 1) * rate_ / (last - first) : 0);
  return json;
}

Json Session::facts() const {
  Json resets = Json::list();
  for (const double time : resetTimes_) resets.add(time);
  const double seconds = static_cast<double>(lastTick_ - firstTick_) * tick_seconds();
  Json json = Json::object();
  json.put("inputs", inputs_).put("outputs", outputs_).put("frames", frames_).put("rate", rate_);
  json.put("inputType", inputType_).put("outputType", outputType_);
  json.put("callbacks", static_cast<long>(callbacks_)).put("seconds", seconds);
  json.put("perSecond", seconds > 0 ? static_cast<double>(callbacks_ - 1) / seconds : 0);
  json.put("longestGapMs", static_cast<double>(longestGap_) * tick_seconds() * 1000);
  json.put("firstPosition", static_cast<double>(firstPosition_)).put("timeInfos", timeInfos_);
  json.put("wrongSteps", wrongSteps_).put("wrongHalves", wrongHalves_).put("timesBack", timesBack_);
  json.put("wrongClock", wrongClock_).put("afterStop", afterStop_).put("overlaps", overlaps_);
  json.put("overloads", messages_[15]).put("latenciesChanged", messages_[6]).put("resets", resets);
  json.put("input", input_facts()).put("counter", counter_.facts());
  json.put("stoppedInside", stoppedInside_.load()).put("disposedInside", disposedInside_.load());
  return json;
}
