import assert from "node:assert/strict";

import { latencyPlot } from "../../../extension/lab/export/latencyPlot.ts";
import { plotFile } from "../../../extension/lab/export/plotFile.ts";
import { report } from "../../webview/samples.ts";

describe("a drawing as a file", () => {
  it("stands alone: a namespace, its own style, and the drawing as it was", () => {
    const plot = latencyPlot(report);
    const file = plotFile(plot);
    assert.match(file, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="[^"]+" role="img" aria-label="[^"]+"><style>/);
    assert.ok(file.includes("prefers-color-scheme"));
    assert.ok(file.trimEnd().endsWith(plot.slice(plot.indexOf(">") + 1)));
    assert.equal(file.match(/<svg/g)?.length, 1);
    assert.doesNotMatch(file, /<script|href=/);
  });
});
