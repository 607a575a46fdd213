#include "addon/asio.h"

#include "audio/error.h"
#ifdef _WIN32
#include "asio_host/installed.h"
#include "asio_host/installed_driver.h"
#endif

namespace flexlab::addon {

#ifdef _WIN32

Napi::Value asio_drivers(Napi::Env env) {
  const auto text = [&](const std::string& value) {
    return value.empty() ? env.Null() : Napi::String::New(env, value);
  };
  Napi::Array list = Napi::Array::New(env);
  for (const asio_host::Installed& driver : asio_host::installed_drivers()) {
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("name", driver.name);
    entry.Set("bits", driver.bits);
    entry.Set("clsid", text(driver.clsid));
    entry.Set("description", text(driver.description));
    entry.Set("dll", text(driver.dll));
    entry.Set("dllFound", driver.dllFound);
    entry.Set("dllBits", driver.dllBits ? Napi::Value(Napi::Number::New(env, *driver.dllBits)) : env.Null());
    list.Set(list.Length(), entry);
  }
  return list;
}

std::unique_ptr<probe::TestedDriver> load_driver(const probe::ProbePlan& plan) {
  return plan.asio ? asio_host::installed_driver(plan) : probe::own_driver(plan);
}

#else

Napi::Value asio_drivers(Napi::Env env) { return env.Null(); }

std::unique_ptr<probe::TestedDriver> load_driver(const probe::ProbePlan& plan) {
  if (plan.asio) {
    throw audio::Error({.code = "asio-not-here",
                        .message = "ASIO drivers are installed and loaded on Windows only.",
                        .hint = "Run this on Windows; here, test a configuration file."});
  }
  return probe::own_driver(plan);
}

#endif

}  // namespace flexlab::addon
