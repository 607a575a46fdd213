// The JACK functions that PortAudio calls, passed on to the system's JACK library, which is loaded when it is first
// asked for. Linking with it would keep everything of ours from loading on a machine without JACK.
#if PA_USE_JACK

#include <dlfcn.h>
#include <jack/jack.h>

#include <optional>
#include <type_traits>

namespace {

/// The functions of the library, all or none.
struct Jack {
  decltype(&jack_activate) activate;
  decltype(&jack_client_close) client_close;
  decltype(&jack_client_name_size) client_name_size;
  decltype(&jack_client_open) client_open;
  decltype(&jack_connect) connect;
  decltype(&jack_deactivate) deactivate;
  decltype(&jack_frame_time) frame_time;
  decltype(&jack_free) free;
  decltype(&jack_get_buffer_size) get_buffer_size;
  decltype(&jack_get_client_name) get_client_name;
  decltype(&jack_get_ports) get_ports;
  decltype(&jack_get_sample_rate) get_sample_rate;
  decltype(&jack_on_shutdown) on_shutdown;
  decltype(&jack_port_by_name) port_by_name;
  decltype(&jack_port_connected) port_connected;
  decltype(&jack_port_disconnect) port_disconnect;
  decltype(&jack_port_get_buffer) port_get_buffer;
  decltype(&jack_port_name) port_name;
  decltype(&jack_port_name_size) port_name_size;
  decltype(&jack_port_register) port_register;
  decltype(&jack_port_unregister) port_unregister;
  decltype(&jack_set_error_function) set_error_function;
  decltype(&jack_set_info_function) set_info_function;
  decltype(&jack_set_process_callback) set_process_callback;
  decltype(&jack_set_sample_rate_callback) set_sample_rate_callback;
  decltype(&jack_set_xrun_callback) set_xrun_callback;
  jack_nframes_t (*port_get_latency)(jack_port_t*);  // deprecated, so not named as its type
};

std::optional<Jack> load() noexcept {
  // Never unloaded: it has threads of its own.
  void* library = dlopen("libjack.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  Jack jack{};
  bool isComplete = true;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
    isComplete = isComplete && function != nullptr;
  };
  find(jack.activate, "jack_activate");
  find(jack.client_close, "jack_client_close");
  find(jack.client_name_size, "jack_client_name_size");
  find(jack.client_open, "jack_client_open");
  find(jack.connect, "jack_connect");
  find(jack.deactivate, "jack_deactivate");
  find(jack.frame_time, "jack_frame_time");
  find(jack.free, "jack_free");
  find(jack.get_buffer_size, "jack_get_buffer_size");
  find(jack.get_client_name, "jack_get_client_name");
  find(jack.get_ports, "jack_get_ports");
  find(jack.get_sample_rate, "jack_get_sample_rate");
  find(jack.on_shutdown, "jack_on_shutdown");
  find(jack.port_by_name, "jack_port_by_name");
  find(jack.port_connected, "jack_port_connected");
  find(jack.port_disconnect, "jack_port_disconnect");
  find(jack.port_get_buffer, "jack_port_get_buffer");
  find(jack.port_get_latency, "jack_port_get_latency");
  find(jack.port_name, "jack_port_name");
  find(jack.port_name_size, "jack_port_name_size");
  find(jack.port_register, "jack_port_register");
  find(jack.port_unregister, "jack_port_unregister");
  find(jack.set_error_function, "jack_set_error_function");
  find(jack.set_info_function, "jack_set_info_function");
  find(jack.set_process_callback, "jack_set_process_callback");
  find(jack.set_sample_rate_callback, "jack_set_sample_rate_callback");
  find(jack.set_xrun_callback, "jack_set_xrun_callback");
  if (!isComplete) return std::nullopt;
  return jack;
}

/// The library; nothing where the machine has none. Loaded long before an audio thread asks: a stream needs a client.
const std::optional<Jack>& library() noexcept {
  static const std::optional<Jack> jack = load();
  return jack;
}

}  // namespace

extern "C" {

// Without a library there is no client, and PortAudio calls nothing that needs one.
jack_client_t* jack_client_open(const char* name, jack_options_t options, jack_status_t* status, ...) {
  if (library()) return library()->client_open(name, options, status);
  if (status != nullptr) *status = static_cast<jack_status_t>(JackFailure | JackServerFailed);
  return nullptr;
}
int jack_client_name_size() { return library() ? library()->client_name_size() : 64; }
int jack_port_name_size() { return library() ? library()->port_name_size() : 320; }
void jack_set_error_function(void (*function)(const char*)) {
  if (library()) library()->set_error_function(function);
}
void jack_set_info_function(void (*function)(const char*)) {
  if (library()) library()->set_info_function(function);
}

int jack_activate(jack_client_t* client) { return library()->activate(client); }
int jack_client_close(jack_client_t* client) { return library()->client_close(client); }
int jack_connect(jack_client_t* client, const char* from, const char* to) {
  return library()->connect(client, from, to);
}
int jack_deactivate(jack_client_t* client) { return library()->deactivate(client); }
jack_nframes_t jack_frame_time(const jack_client_t* client) { return library()->frame_time(client); }
void jack_free(void* memory) { library()->free(memory); }
jack_nframes_t jack_get_buffer_size(jack_client_t* client) { return library()->get_buffer_size(client); }
char* jack_get_client_name(jack_client_t* client) { return library()->get_client_name(client); }
const char** jack_get_ports(jack_client_t* client, const char* names, const char* types, unsigned long flags) {
  return library()->get_ports(client, names, types, flags);
}
jack_nframes_t jack_get_sample_rate(jack_client_t* client) { return library()->get_sample_rate(client); }
void jack_on_shutdown(jack_client_t* client, JackShutdownCallback callback, void* data) {
  library()->on_shutdown(client, callback, data);
}
jack_port_t* jack_port_by_name(jack_client_t* client, const char* name) {
  return library()->port_by_name(client, name);
}
int jack_port_connected(const jack_port_t* port) { return library()->port_connected(port); }
int jack_port_disconnect(jack_client_t* client, jack_port_t* port) { return library()->port_disconnect(client, port); }
void* jack_port_get_buffer(jack_port_t* port, jack_nframes_t frames) {
  return library()->port_get_buffer(port, frames);
}
jack_nframes_t jack_port_get_latency(jack_port_t* port) { return library()->port_get_latency(port); }
const char* jack_port_name(const jack_port_t* port) { return library()->port_name(port); }
jack_port_t* jack_port_register(jack_client_t* client, const char* name, const char* type, unsigned long flags,
                                unsigned long size) {
  return library()->port_register(client, name, type, flags, size);
}
int jack_port_unregister(jack_client_t* client, jack_port_t* port) { return library()->port_unregister(client, port); }
int jack_set_process_callback(jack_client_t* client, JackProcessCallback callback, void* data) {
  return library()->set_process_callback(client, callback, data);
}
int jack_set_sample_rate_callback(jack_client_t* client, JackSampleRateCallback callback, void* data) {
  return library()->set_sample_rate_callback(client, callback, data);
}
int jack_set_xrun_callback(jack_client_t* client, JackXRunCallback callback, void* data) {
  return library()->set_xrun_callback(client, callback, data);
}
}

#endif
