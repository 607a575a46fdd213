#pragma once

#include <windows.h>

#include <filesystem>

namespace flexlab::windows {

/// Opens a configuration for editing: in VS Code (or a relative of it) where one is installed, else with whatever opens
/// such files, else in Notepad. A file that is not there yet is made, with a comment in it and nothing else.
/// Throws audio::Error `control-panel-failed`.
void open_configuration(HWND owner, const std::filesystem::path& file);

}  // namespace flexlab::windows
