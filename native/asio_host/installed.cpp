#include "asio_host/installed.h"

#include <windows.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "windows/registry_key.h"
#include "windows/text.h"

namespace flexlab::asio_host {
namespace {

using windows::RegistryKey;

constexpr const wchar_t* kList = L"SOFTWARE\\ASIO";

std::wstring text_of(HKEY root, const std::wstring& path, REGSAM view, const wchar_t* value) {
  LSTATUS status = ERROR_SUCCESS;
  const RegistryKey key = RegistryKey::open(root, path, KEY_READ | view, status);
  return key ? key.text(value).value_or(L"") : L"";
}

/// Entries hold what COM takes: quotes, names without a folder, and the folder of the system by its one name for both
/// bitnesses.
std::filesystem::path file_of(std::wstring entry, int bits) {
  if (entry.size() > 1 && entry.front() == L'"' && entry.back() == L'"') entry = entry.substr(1, entry.size() - 2);
  std::array<wchar_t, MAX_PATH> system{};
  std::array<wchar_t, MAX_PATH> system32{};
  GetSystemDirectoryW(system.data(), MAX_PATH);
  if (bits == 64 || GetSystemWow64DirectoryW(system32.data(), MAX_PATH) == 0) system32 = system;
  const std::filesystem::path path(entry);
  if (!path.has_parent_path()) return std::filesystem::path(system32.data()) / path;
  if (lstrcmpiW(path.parent_path().c_str(), system.data()) == 0) {
    return std::filesystem::path(system32.data()) / path.filename();
  }
  return path;
}

/// The machine that a DLL says it is for, by the header of its format ("PE").
std::optional<int> bits_of(const std::filesystem::path& file) {
  constexpr std::streamoff kHeaderAt = 0x3C;
  std::ifstream in(file, std::ios::binary);
  const auto number = [&](std::streamoff at, std::size_t bytes) -> std::uint32_t {
    std::array<unsigned char, 4> raw{};
    in.seekg(at);
    in.read(reinterpret_cast<char*>(raw.data()), static_cast<std::streamsize>(bytes));
    return raw[0] | raw[1] << 8U | raw[2] << 16U | static_cast<std::uint32_t>(raw[3]) << 24U;
  };
  const std::uint32_t header = number(kHeaderAt, 4);
  if (!in || number(header, 4) != 0x4550) return std::nullopt;
  switch (number(static_cast<std::streamoff>(header) + 4, 2)) {
    case IMAGE_FILE_MACHINE_I386: return 32;
    case IMAGE_FILE_MACHINE_AMD64:
    case IMAGE_FILE_MACHINE_ARM64: return 64;
    default: return std::nullopt;
  }
}

void add_list(std::vector<Installed>& drivers, int bits) {
  const REGSAM view = bits == 64 ? KEY_WOW64_64KEY : KEY_WOW64_32KEY;
  LSTATUS status = ERROR_SUCCESS;
  const RegistryKey list = RegistryKey::open(HKEY_LOCAL_MACHINE, kList, KEY_READ | view, status);
  if (!list) return;
  for (const std::wstring& name : list.subkeys()) {
    const std::wstring clsid = text_of(list.get(), name, view, L"CLSID");
    const std::wstring dll =
        clsid.empty() ? L"" : text_of(HKEY_CLASSES_ROOT, L"CLSID\\" + clsid + L"\\InprocServer32", view, nullptr);
    Installed driver{.name = windows::to_utf8(name),
                     .bits = bits,
                     .clsid = windows::to_utf8(clsid),
                     .description = windows::to_utf8(text_of(list.get(), name, view, L"Description"))};
    if (!dll.empty()) {
      const std::filesystem::path file = file_of(dll, bits);
      std::error_code none;
      driver.dll = windows::to_utf8(file.wstring());
      driver.dllFound = std::filesystem::is_regular_file(file, none);
      driver.dllBits = bits_of(file);
    }
    drivers.push_back(std::move(driver));
  }
}

}  // namespace

std::vector<Installed> installed_drivers() {
  std::vector<Installed> drivers;
  for (const int bits : {64, 32}) add_list(drivers, bits);
  return drivers;
}

}  // namespace flexlab::asio_host
