#include "driver/realtime.h"

namespace flexlab::driver {

#if FLEXLAB_CHECK_REALTIME
namespace {
thread_local int callbackDepth = 0;
}  // namespace

bool in_callback() noexcept { return callbackDepth > 0; }
void enter_callback() noexcept { ++callbackDepth; }
void leave_callback() noexcept { --callbackDepth; }
#endif

}  // namespace flexlab::driver
