import type { LabError, ProbeResult } from "../audio/contract.ts";
import { EMPTY_PROBE_RESULT } from "../audio/emptyProbeResult.ts";
import type { ConfigDocument } from "../config/configDocument.ts";
import { effectiveConfig } from "../config/effectiveConfig.ts";
import type { Finding } from "../config/finding.ts";
import { buildReport } from "../lab/buildReport.ts";
import type { Report } from "../lab/report.ts";
import type { TestRequest } from "../lab/testRequest.ts";

/** The report of a test that was not run because the file has errors. `first` is the one that is told. */
export function notRunReport(request: TestRequest, document: ConfigDocument, first: Finding, errors: number): Report {
  const error: LabError = {
    code: "config-invalid",
    message: errors === 1 ? first.message : `${first.message} (and ${String(errors - 1)} more)`,
    hint: first.hint,
    where: whereOf(document, first),
    host: null,
  };
  const result: ProbeResult = { ...EMPTY_PROBE_RESULT, error };
  const report = buildReport({ request, seed: 0, result, startedAt: new Date(), portaudio: null });
  return { ...report, backend: effectiveConfig(document).backend.value };
}

/** The table and key that a finding speaks of; a table that does not exist has no name there. */
function whereOf(document: ConfigDocument, { range }: Finding): LabError["where"] {
  const offset = document.offsetAt(range.start);
  const entry = document.entries.find(({ statement }) => {
    const span = document.statements[statement]?.span;
    return span !== undefined && span.start <= offset && offset <= span.end;
  });
  const path = entry?.path ?? [...document.tableAt(offset), ""];
  const table = path.length === 1 ? "top" : path.length === 2 && (path[0] === "input" || path[0] === "output") ? path[0] : null;
  return table === null ? null : { table, key: entry === undefined ? null : (path.at(-1) ?? null) };
}
