#include "windows/control_panel.h"

// After windows.h, which it needs.
#include <shellapi.h>

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "audio/error.h"
#include "windows/config_place.h"
#include "windows/handle.h"
#include "windows/registry_key.h"
#include "windows/text.h"

namespace flexlab::windows {
namespace {

/// What its links begin with, and where in the profile folder its extensions are.
struct Editor {
  std::wstring_view scheme;
  std::wstring_view folder;
};

/// In the order in which they are asked for; all take the same links.
constexpr std::array<Editor, 4> kEditors = {{
    {L"vscode", L".vscode"},
    {L"vscode-insiders", L".vscode-insiders"},
    {L"vscodium", L".vscode-oss"},
    {L"cursor", L".cursor"},
}};

bool is_installed(const std::wstring& editor) {
  LSTATUS status = ERROR_SUCCESS;
  return static_cast<bool>(RegistryKey::open(HKEY_CLASSES_ROOT, editor + L"\\shell\\open\\command", KEY_READ, status));
}

/// Whether it has FlexLab, which opens its panel with the file (extension/editor/links.ts).
bool has_flexlab(const Editor& editor) {
  std::error_code failure;
  const std::filesystem::path extensions = profile_folder() / editor.folder / L"extensions";
  for (std::filesystem::directory_iterator entry(extensions, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (entry->path().filename().wstring().starts_with(L"flexlab.flexlab-")) return true;
  }
  return false;
}

/// A path as a link has it: forward slashes, and everything but letters, digits and a few marks escaped.
std::wstring link_path(const std::filesystem::path& file) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string link;
  for (const char letter : to_utf8(file.generic_wstring())) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       std::string_view("/:-_.~").find(letter) != std::string_view::npos;
    if (plain) {
      link += letter;
    } else {
      link += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return to_wide(link);
}

bool shell_opens(HWND owner, const std::wstring& what, const std::wstring& argument = {}) {
  const HINSTANCE result = ShellExecuteW(owner, L"open", what.c_str(), argument.empty() ? nullptr : argument.c_str(),
                                         nullptr, SW_SHOWNORMAL);
  return reinterpret_cast<INT_PTR>(result) > 32;  // what ShellExecute calls success
}

void make_if_missing(const std::filesystem::path& file) {
  const Handle made(
      CreateFileW(file.c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!made) return;  // it is there, or the editor will tell
  constexpr std::string_view text = "# The settings of FlexLab and FlexASIO. What is not set here has its default.\r\n";
  DWORD written = 0;
  WriteFile(made.get(), text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
}

}  // namespace

void open_configuration(HWND owner, const std::filesystem::path& file) {
  make_if_missing(file);
  for (const Editor& editor : kEditors) {
    const std::wstring scheme(editor.scheme);
    if (!is_installed(scheme)) continue;
    const std::wstring opens = has_flexlab(editor) ? L"://flexlab.flexlab/open/" : L"://file/";
    if (shell_opens(owner, scheme + opens + link_path(file))) return;
  }
  if (shell_opens(owner, file.wstring())) return;
  if (shell_opens(owner, L"notepad.exe", L'"' + file.wstring() + L'"')) return;
  throw audio::Error({.code = "control-panel-failed",
                      .message = "No program was found that opens " + to_utf8(file.filename().wstring()) + '.',
                      .hint = "Open it by hand: " + to_utf8(file.wstring())});
}

}  // namespace flexlab::windows
