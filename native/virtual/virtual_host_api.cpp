#include "virtual/virtual_host_api.h"

extern "C" PaError flexlab_virtual_initialize(PaUtilHostApiRepresentation** hostApi, PaHostApiIndex /*index*/) {
  *hostApi = nullptr;
  return paNoError;
}
