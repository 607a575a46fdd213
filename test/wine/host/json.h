#pragma once

#include <cmath>
#include <cstdio>
#include <string>

/// A JSON object or list under construction.
class Json {
 public:
  static Json object() { return Json('{', '}'); }
  static Json list() { return Json('[', ']'); }

  Json& put(const char* key, const Json& value) { return raw(key, value.text()); }
  Json& put(const char* key, const std::string& value) { return raw(key, quoted(value)); }
  Json& put(const char* key, const char* value) { return raw(key, quoted(value)); }
  Json& put(const char* key, bool value) { return raw(key, value ? "true" : "false"); }
  template <typename Number>
  Json& put(const char* key, Number value) {
    return raw(key, number(static_cast<double>(value)));
  }
  Json& add(const Json& value) { return raw(nullptr, value.text()); }
  Json& add(const std::string& value) { return raw(nullptr, quoted(value)); }
  Json& add(double value) { return raw(nullptr, number(value)); }

  [[nodiscard]] std::string text() const { return open_ + body_ + close_; }

 private:
  Json(char open, char close) : open_(1, open), close_(1, close) {}

  static std::string number(double value) {
    if (!std::isfinite(value)) return "null";
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
  }
  static std::string quoted(const std::string& value) {
    std::string text = "\"";
    for (const char letter : value) {
      if (letter == '"' || letter == '\\') text += '\\';
      if (static_cast<unsigned char>(letter) >= 0x20) text += letter;
    }
    return text + '"';
  }
  Json& raw(const char* key, const std::string& value) {
    if (!body_.empty()) body_ += ',';
    if (key != nullptr) body_ += quoted(key) + ':';
    body_ += value;
    return *this;
  }

  std::string open_;
  std::string body_;
  std::string close_;
};
