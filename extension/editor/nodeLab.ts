import { BenchRuns } from "./benchRuns.ts";
import { driversHere } from "./driversHere.ts";
import { nodeFiles } from "./labFiles.ts";
import type { LabModule } from "./labModule.ts";
import { nodeAudio } from "./nodeAudio.ts";
import { RunningView } from "./runningView.ts";
import { TestStream } from "./stream.ts";
import { TestBackend } from "./testBackend.ts";
import { TestDriver } from "./testDriver.ts";

/** The lab of a machine with Node.js. `processPath`: the bundle of the audio process. */
export function nodeLab(processPath: string): LabModule {
  return {
    files: nodeFiles,
    createRunning: (parts, active, held) => new RunningView({ ...parts, files: nodeFiles }, active, held),
    createAudio: (log) => nodeAudio(processPath, log),
    createTools: (lab, showPanel) => {
      const test = new TestBackend(lab, showPanel);
      const driver = new TestDriver(lab);
      const stream = new TestStream(lab);
      const bench = new BenchRuns(lab);
      return {
        test: (document, instead, full) => test.run(document, instead, full),
        testText: (document, text, signal) => test.runText(document, text, signal),
        testWithAnother: (document) => test.runWithAnother(document),
        testDriver: (name, show) => driver.run(name, show),
        stream: (document, signal) => stream.run(document, signal),
        bench: (document, request) => bench.run(document, request),
        drivers: (document) => driversHere(lab, document, nodeFiles),
        rowText: (document, wish) => bench.rowText(document, wish),
      };
    },
  };
}
