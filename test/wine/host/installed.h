#pragma once

#include <string>
#include <vector>

#include "asio.h"
#include "json.h"

struct Installed {
  std::string name;
  std::string clsid;
  std::string dll;
};

/// The drivers that a host of this bitness finds in the registry.
std::vector<Installed> installed_drivers();

/// Loads one as hosts do: its CLSID is the name of its interface too. Null when that fails; `result` says why.
asio::Object* load_driver(const std::string& name, HRESULT& result);
