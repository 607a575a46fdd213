#pragma once

#if defined(__SSE__) || defined(_M_X64)
#include <xmmintrin.h>
#elif defined(__aarch64__)
#include <cstdint>
#endif

namespace flexlab::driver {

#if FLEXLAB_CHECK_REALTIME
/// Whether this thread is inside a callback of the driver; tests let operator new ask. Only in test builds: in a
/// library that is loaded late, the first touch of a thread-local may itself allocate.
[[nodiscard]] bool in_callback() noexcept;
#endif

/// Lives as long as one callback: denormal numbers count as zero meanwhile, as they can make arithmetic 20 times
/// slower.
class CallbackScope {
 public:
  CallbackScope() noexcept;
  ~CallbackScope();
  CallbackScope(const CallbackScope&) = delete;
  CallbackScope& operator=(const CallbackScope&) = delete;

 private:
#if defined(__SSE__) || defined(_M_X64)
  unsigned saved_;
#elif defined(__aarch64__)
  std::uint64_t saved_;
#endif
};

/// One turn of a waiting loop.
inline void relax() noexcept {
#if defined(__SSE__) || defined(_M_X64)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

#if FLEXLAB_CHECK_REALTIME
void enter_callback() noexcept;
void leave_callback() noexcept;
#else
inline void enter_callback() noexcept {}
inline void leave_callback() noexcept {}
#endif

#if defined(__SSE__) || defined(_M_X64)
inline constexpr unsigned kFlushDenormals = 0x8040;  // flush to zero, denormals are zero
inline CallbackScope::CallbackScope() noexcept : saved_(_mm_getcsr()) {
  if ((saved_ & kFlushDenormals) != kFlushDenormals) _mm_setcsr(saved_ | kFlushDenormals);
  enter_callback();
}
inline CallbackScope::~CallbackScope() {
  leave_callback();
  if ((saved_ & kFlushDenormals) != kFlushDenormals) _mm_setcsr(saved_);
}
#elif defined(__aarch64__)
inline CallbackScope::CallbackScope() noexcept {
  __asm__ __volatile__("mrs %0, fpcr" : "=r"(saved_));
  const std::uint64_t flushing = saved_ | (std::uint64_t{1} << 24);
  __asm__ __volatile__("msr fpcr, %0" : : "r"(flushing));
  enter_callback();
}
inline CallbackScope::~CallbackScope() {
  leave_callback();
  __asm__ __volatile__("msr fpcr, %0" : : "r"(saved_));
}
#else
inline CallbackScope::CallbackScope() noexcept { enter_callback(); }
inline CallbackScope::~CallbackScope() { leave_callback(); }
#endif

}  // namespace flexlab::driver
