// The host APIs that PortAudio initialises, in the order in which it lists them and looks for its default. PortAudio
// reads this table itself; a host API is here when vendor/portaudio/CMakeLists.txt compiled it in.
#include <pa_hostapi.h>

#include "virtual/virtual_host_api.h"

// The names are PortAudio's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {
#if PA_USE_ALSA
PaUtilHostApiInitializer PaAlsa_Initialize;
#endif
#if PA_USE_JACK
PaUtilHostApiInitializer PaJack_Initialize;
#endif
#if PA_USE_WMME
PaUtilHostApiInitializer PaWinMme_Initialize;
#endif
#if PA_USE_DS
PaUtilHostApiInitializer PaWinDs_Initialize;
#endif
#if PA_USE_WASAPI
PaUtilHostApiInitializer PaWasapi_Initialize;
#endif
#if PA_USE_WDMKS
PaUtilHostApiInitializer PaWinWdm_Initialize;
#endif

PaUtilHostApiInitializer* paHostApiInitializers[] = {
#if PA_USE_WMME
    PaWinMme_Initialize,
#endif
#if PA_USE_DS
    PaWinDs_Initialize,
#endif
#if PA_USE_WASAPI
    PaWasapi_Initialize,
#endif
#if PA_USE_WDMKS
    PaWinWdm_Initialize,
#endif
#if PA_USE_ALSA
    PaAlsa_Initialize,
#endif
#if PA_USE_JACK
    PaJack_Initialize,
#endif
    flexlab_virtual_initialize,  // last: it is the default only where there is no other sound
    nullptr,
};
}
// NOLINTEND(readability-identifier-naming)
