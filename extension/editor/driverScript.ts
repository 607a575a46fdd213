/**
 * What PowerShell is told in order to enter FlexLab's driver into Windows or to take it out again. Hosts read the list
 * of the machine, so it needs an administrator: one question of Windows for both DLLs.
 */

/** The exit codes of these scripts. */
export const SCRIPT_EXIT = { done: 0, declined: 3, copyFailed: 4, registerFailed: 5 } as const;

export interface DriverFiles {
  /** Full names of the two DLLs in the extension. */
  readonly x64: string;
  readonly x86: string;
  /** The folder with the FlexASIO.toml and the profiles: an administrator may be somebody else. */
  readonly home: string;
}

/** As PowerShell's literal: nothing in it has a meaning. */
export function quoted(text: string): string {
  // PowerShell takes the typographic quotes for its own, too.
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}

/** The form that survives every command line: base64 of UTF-16, little end first. */
export function encoded(script: string): string {
  let bytes = "";
  for (let i = 0; i < script.length; ++i) {
    const unit = script.charCodeAt(i);
    bytes += String.fromCharCode(unit & 0xff, unit >> 8);
  }
  return btoa(bytes);
}

const KINDS = [
  { key: "x64", tool: "System32" },
  { key: "x86", tool: "SysWOW64" },
] as const;

const COMMON = String.raw`$ErrorActionPreference = 'Stop'
function Use-Regsvr32([string] $tool, [string[]] $words) {
  $run = Start-Process -FilePath "$env:SystemRoot\$tool\regsvr32.exe" -ArgumentList $words -Wait -PassThru
  if ($run.ExitCode -ne 0) { exit ${String(SCRIPT_EXIT.registerFailed)} }
}
# A program may have the DLL loaded: it can be renamed then, and goes when nobody has it any more.
function Clear-Place([string] $dll) {
  Get-ChildItem -Path "$dll.*.old" -ErrorAction SilentlyContinue | Remove-Item -Force -ErrorAction SilentlyContinue
  if (Test-Path -LiteralPath $dll) {
    $old = "$dll.$([guid]::NewGuid()).old"
    Move-Item -LiteralPath $dll -Destination $old
    Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
  }
}
`;

/** Copies both DLLs to where they stay, as an update of the extension takes its own away, and enters them. */
export function installScript(files: DriverFiles): string {
  const steps = KINDS.map(({ key, tool }) => String.raw`$folder = Join-Path $env:ProgramFiles 'FlexLab' | Join-Path -ChildPath '${key}'
$dll = Join-Path $folder 'FlexLab.dll'
try {
  New-Item -ItemType Directory -Force -Path $folder | Out-Null
  Clear-Place $dll
  Copy-Item -LiteralPath ${quoted(files[key])} -Destination $dll
} catch { exit ${String(SCRIPT_EXIT.copyFailed)} }
Use-Regsvr32 '${tool}' @('/s', '/n', ('/i:"' + ${quoted(files.home)} + '"'), ('"' + $dll + '"'))
`);
  return COMMON + steps.join("");
}

/** Takes all of FlexLab's entries out, and both DLLs with them. */
export function removeScript(): string {
  const steps = KINDS.map(({ key, tool }) => String.raw`$dll = Join-Path $env:ProgramFiles 'FlexLab' | Join-Path -ChildPath '${key}' | Join-Path -ChildPath 'FlexLab.dll'
if (Test-Path -LiteralPath $dll) {
  Use-Regsvr32 '${tool}' @('/s', '/u', ('"' + $dll + '"'))
  try { Clear-Place $dll } catch { exit ${String(SCRIPT_EXIT.copyFailed)} }
}
`);
  return COMMON + steps.join("");
}

/** Runs a script with an administrator's rights, for which Windows asks, and ends with its exit code. */
export function elevated(script: string): string {
  return String.raw`try {
  $words = @('-NoProfile', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', '${encoded(script)}')
  $run = Start-Process -FilePath "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe" -ArgumentList $words -Verb RunAs -WindowStyle Hidden -Wait -PassThru
  exit $run.ExitCode
} catch { exit ${String(SCRIPT_EXIT.declined)} }
`;
}
