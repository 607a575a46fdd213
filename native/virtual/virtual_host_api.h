#pragma once

#include <pa_hostapi.h>

/// Initialiser of the host API "Virtual" for PortAudio's table (native/audio/host_apis.cpp).
extern "C" PaError flexlab_virtual_initialize(PaUtilHostApiRepresentation** hostApi, PaHostApiIndex index);
