import { t } from "@vscode/l10n";
import type { AsioDriver, Bits, LabError } from "../audio/contract.ts";

export type AsioChoice = { readonly ok: true; readonly driver: AsioDriver } | { readonly ok: false; readonly error: LabError };

/** Of the programs that this process can load drivers with. */
export const OWN_BITS: Bits = process.arch === "ia32" ? 32 : 64;

/**
 * The driver of that name that this process can load, or why there is none. Capital letters make no difference, as in
 * the registry.
 *
 * @param drivers what the audio process found; null: its system knows no such drivers
 */
export function chooseAsioDriver(drivers: readonly AsioDriver[] | null, name: string, bits: Bits = OWN_BITS): AsioChoice {
  if (drivers === null) {
    return refuse("asio-not-here", t("ASIO drivers are installed and loaded on Windows only."), t("Run this on Windows; here, test a configuration file."));
  }
  const called = drivers.filter((driver) => driver.name.toLowerCase() === name.toLowerCase());
  const driver = called.find((each) => each.bits === bits);
  if (driver === undefined) {
    const [other] = called;
    if (other !== undefined) {
      return refuse(
        "asio-driver-other-bitness",
        t("The ASIO driver \"{0}\" is installed for {1}-bit programs only, and this is a {2}-bit one: no program can load a driver of the other kind.", name, other.bits, bits),
        t("Install its {0}-bit version, if its maker has one.", bits),
      );
    }
    const names = drivers.filter((each) => each.bits === bits).map((each) => `"${each.name}"`);
    return refuse(
      "asio-driver-not-installed",
      t("No ASIO driver \"{0}\" is installed on this machine.", name),
      names.length === 0 ? t("None is installed for {0}-bit programs.", bits) : t("Installed for {0}-bit programs: {1}.", bits, names.join(", ")),
    );
  }
  if (driver.clsid === null || driver.dll === null) {
    return refuse("asio-driver-broken", t("The ASIO driver \"{0}\" is in the list, but the list does not lead to its DLL.", driver.name), again());
  }
  if (!driver.dllFound) {
    return refuse("asio-driver-broken", t("The DLL of the ASIO driver \"{0}\" is not there: {1}", driver.name, driver.dll), again());
  }
  if (driver.dllBits !== null && driver.dllBits !== bits) {
    return refuse(
      "asio-driver-other-bitness",
      t("The DLL of the ASIO driver \"{0}\" is made for {1}-bit programs, and this is a {2}-bit one.", driver.name, driver.dllBits, bits),
      t("It was registered for the wrong kind of programs. Install it again. File: {0}", driver.dll),
    );
  }
  return { ok: true, driver };
}

function again(): string {
  return t("Install it again, or take it out of the list; music programs cannot load it either.");
}

function refuse(code: string, message: string, hint: string): AsioChoice {
  return { ok: false, error: { code, message, hint, where: null, host: null } };
}
