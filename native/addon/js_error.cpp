#include "addon/js_error.h"

namespace flexlab::addon {
namespace {

Napi::Value text_or_null(Napi::Env env, const std::string& text) {
  return text.empty() ? env.Null() : Napi::Value(Napi::String::New(env, text));
}

void set_fields(Napi::Env env, Napi::Object object, const audio::Failure& failure) {
  object.Set("code", failure.code);
  object.Set("message", failure.message);
  object.Set("hint", failure.hint);
  if (failure.table.empty()) {
    object.Set("where", env.Null());
  } else {
    Napi::Object where = Napi::Object::New(env);
    where.Set("table", failure.table);
    where.Set("key", text_or_null(env, failure.key));
    object.Set("where", where);
  }
  object.Set("host", text_or_null(env, failure.host));
}

}  // namespace

Napi::Object lab_error(Napi::Env env, const audio::Failure& failure) {
  Napi::Object object = Napi::Object::New(env);
  set_fields(env, object, failure);
  return object;
}

Napi::Error js_error(Napi::Env env, const audio::Failure& failure) {
  Napi::Error error = Napi::Error::New(env, failure.message);
  set_fields(env, error.Value(), failure);
  return error;
}

}  // namespace flexlab::addon
