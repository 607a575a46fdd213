// Prints what our driver says of configuration files, whatever the machine's devices. One line per path:
//   path<TAB>ok        or        path<TAB>code<TAB>table<TAB>key<TAB>message
// The test of the corpus compares it with the findings of the TypeScript checker. Paths come from the arguments, or
// from standard input, one per line, when there are none.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "driver/config.h"

namespace {

std::string one_line(std::string text) {
  for (char& character : text) {
    if (character == '\n' || character == '\r' || character == '\t') character = ' ';
  }
  return text;
}

void judge(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cout << path << "\tunreadable\t\t\tThe file cannot be read.\n";
    return;
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::optional<flexlab::audio::Failure> failure;
  try {
    failure = flexlab::driver::find_hopeless(flexlab::driver::load_config(text));
  } catch (const flexlab::audio::Error& error) {
    failure = error;
  }
  if (!failure) {
    std::cout << path << "\tok\n";
  } else {
    std::cout << path << '\t' << failure->code << '\t' << failure->table << '\t' << failure->key << '\t'
              << one_line(failure->message) << '\n';
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 1) {
    for (int i = 1; i < count; ++i) judge(arguments[i]);
  } else {
    for (std::string path; std::getline(std::cin, path);) judge(path);
  }
}
