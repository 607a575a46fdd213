#pragma once

#include <cstdlib>
#include <map>
#include <string>

/// The `key=value` arguments of a command.
class Options {
 public:
  Options(int count, char** arguments) {
    for (int i = 0; i < count; ++i) {
      const std::string text = arguments[i];
      const auto equals = text.find('=');
      if (equals != std::string::npos) values_[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  [[nodiscard]] std::string text(const char* key, const std::string& otherwise = "") const {
    const auto found = values_.find(key);
    return found == values_.end() ? otherwise : found->second;
  }
  [[nodiscard]] double number(const char* key, double otherwise) const {
    const auto found = values_.find(key);
    return found == values_.end() ? otherwise : std::atof(found->second.c_str());
  }
  [[nodiscard]] int whole(const char* key, int otherwise) const { return static_cast<int>(number(key, otherwise)); }

 private:
  std::map<std::string, std::string> values_;
};
