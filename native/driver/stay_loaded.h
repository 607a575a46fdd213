#pragma once

namespace flexlab::driver {

/// Keeps the code of this module in memory, for threads in it that nobody can wait for: on Windows a host may unload
/// the driver the moment it has released it, or COM at the host's end without asking. Elsewhere nobody does.
class StayLoaded {
 public:
  /// Begins before the host may unload us. Never fails: what cannot be given back later is kept for good.
  StayLoaded() noexcept;
  StayLoaded(const StayLoaded&) = delete;
  StayLoaded& operator=(const StayLoaded&) = delete;
  ~StayLoaded() = default;

  /// Gives it back as soon as the thread that calls this has ended.
  void until_this_thread_ends() noexcept;
  /// Gives it back in half a second, in which a thread that said its last word leaves (PortAudio's for DirectSound).
  void for_a_moment() noexcept;

 private:
  void leave_after(void* thread) noexcept;

  void* module_ = nullptr;
};

}  // namespace flexlab::driver
