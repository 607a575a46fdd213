#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace flexlab::windows {

/// Calls something again and again on a thread of its own. What it calls never calls a host, so the thread can be
/// waited for from anywhere, from inside a host's callback too.
class WatchThread {
 public:
  explicit WatchThread(std::function<void()> look);
  ~WatchThread();
  WatchThread(const WatchThread&) = delete;
  WatchThread& operator=(const WatchThread&) = delete;

 private:
  void run();

  std::function<void()> look_;  ///< until the thread has taken it
  std::mutex mutex_;
  std::condition_variable wake_;
  bool finished_ = false;
  std::thread thread_;
};

}  // namespace flexlab::windows
