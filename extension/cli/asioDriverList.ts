import type { AsioDriver } from "../audio/contract.ts";
import { printable, styled } from "./style.ts";
import { titledTable } from "./table.ts";
import type { Look } from "./terminal.ts";

/** The ASIO drivers of this machine as a table; each bitness has a list of its own. Ends with a line break. */
export function asioDriverText(drivers: readonly AsioDriver[], look: Look): string {
  const title = styled(look, "ASIO drivers", "bold");
  if (drivers.length === 0) return `${title}\n  none installed\n`;
  return titledTable(
    title,
    [
      { title: "driver", align: "left" },
      { title: "for", align: "left" },
      { title: "class", align: "left" },
      { title: "DLL", align: "left" },
    ],
    drivers.map((driver) => [printable(driver.name), `${String(driver.bits)} bit`, driver.clsid ?? "-", dll(driver)]),
    look,
  );
}

/** Where it is, and what is wrong with it. */
function dll({ dll: path, dllFound, dllBits, bits }: AsioDriver): string {
  if (path === null) return "not in the list";
  const remark = !dllFound ? " (missing)" : dllBits !== null && dllBits !== bits ? ` (${String(dllBits)} bit, cannot be loaded)` : "";
  return `${printable(path)}${remark}`;
}
