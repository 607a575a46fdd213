// The host APIs that PortAudio initialises, in the order in which it lists them and looks for its default. PortAudio
// reads this table itself; a host API is here when vendor/portaudio/CMakeLists.txt compiled it in.
#include "audio/host_apis.h"

#include <pa_hostapi.h>

#include <string>

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
}

namespace flexlab::audio {
namespace {

std::string& only_name() {
  static std::string name;
  return name;
}

// Of each system only some are used.
[[maybe_unused]] constexpr char kWmme[] = "MME";
[[maybe_unused]] constexpr char kDirectSound[] = "Windows DirectSound";
[[maybe_unused]] constexpr char kWasapi[] = "Windows WASAPI";
[[maybe_unused]] constexpr char kWdmKs[] = "Windows WDM-KS";
[[maybe_unused]] constexpr char kAlsa[] = "ALSA";
[[maybe_unused]] constexpr char kJack[] = "JACK Audio Connection Kit";
[[maybe_unused]] constexpr char kVirtual[] = "Virtual";

/// One that is not wanted says what PortAudio takes for "not on this machine".
template <const char* name, PaUtilHostApiInitializer* initialise>
PaError when_wanted(PaUtilHostApiRepresentation** hostApi, PaHostApiIndex index) {
  if (!only_name().empty() && only_name() != name) {
    *hostApi = nullptr;
    return paNoError;
  }
  const PaError result = initialise(hostApi, index);
  // A sound system that does not come up, as on a Windows without sound, must not take the others with it: only who
  // asks for it by its name is told.
  if (result == paNoError || !only_name().empty() || name == kVirtual) return result;
  *hostApi = nullptr;
  return paNoError;
}

}  // namespace

void initialise_only(std::string_view name) { only_name() = name; }

}  // namespace flexlab::audio

extern "C" {
PaUtilHostApiInitializer* paHostApiInitializers[] = {
#if PA_USE_WMME
    flexlab::audio::when_wanted<flexlab::audio::kWmme, PaWinMme_Initialize>,
#endif
#if PA_USE_DS
    flexlab::audio::when_wanted<flexlab::audio::kDirectSound, PaWinDs_Initialize>,
#endif
#if PA_USE_WASAPI
    flexlab::audio::when_wanted<flexlab::audio::kWasapi, PaWasapi_Initialize>,
#endif
#if PA_USE_WDMKS
    flexlab::audio::when_wanted<flexlab::audio::kWdmKs, PaWinWdm_Initialize>,
#endif
#if PA_USE_ALSA
    flexlab::audio::when_wanted<flexlab::audio::kAlsa, PaAlsa_Initialize>,
#endif
#if PA_USE_JACK
    flexlab::audio::when_wanted<flexlab::audio::kJack, PaJack_Initialize>,
#endif
    // Last: it is the default only where there is no other sound.
    flexlab::audio::when_wanted<flexlab::audio::kVirtual, flexlab_virtual_initialize>,
    nullptr,
};
}
// NOLINTEND(readability-identifier-naming)
