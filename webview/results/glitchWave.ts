import { t } from "@vscode/l10n";
import type { GlitchEvent, GlitchWave } from "../../extension/editor/panelProtocol.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import { svg } from "../svg.ts";
import { decimal } from "../units.ts";

const WIDTH = 800;
const HEIGHT = 170;
const PAD = 8;

export interface GlitchWaveState {
  readonly event: GlitchEvent | null;
  readonly wave: GlitchWave | null;
}

/** The samples around the chosen glitch, expected against received; and in words the first one that is wrong. */
export function glitchWave(): Part<GlitchWaveState> {
  const words = element("p", "wave-words");
  const from = element("span");
  const to = element("span");
  const plot = element("div", "wave-plot");
  plot.setAttribute("role", "img");
  const legend = element(
    "div",
    "legend",
    element("span", "legend-item", element("span", "wave-swatch received"), t("received")),
    element("span", "legend-item", element("span", "wave-swatch expected"), t("expected")),
    element("span", "legend-item", element("span", "wave-swatch bad"), t("the glitch")),
  );
  const box = element("figure", "wave", words, plot, element("div", "timeline-scale", from, to), legend);
  box.hidden = true;
  return {
    element: box,
    update: ({ event, wave }) => {
      setHidden(box, event === null || wave === null);
      if (event === null || wave === null) return;
      const text = waveSentence(event, wave);
      setText(words, text);
      plot.setAttribute("aria-label", text);
      plot.replaceChildren(drawing(event, wave));
      setText(from, t("frame {0}", decimal(wave.firstFrame, 0)));
      setText(to, t("frame {0}", decimal(wave.firstFrame + wave.received.length - 1, 0)));
    },
  };
}

/** The first sample that is not as expected, to the last digit. */
export function waveSentence(event: GlitchEvent, { channel, firstFrame, received, expected }: GlitchWave): string {
  if (expected === null) return t("Input channel {0} around frame {1}. The path changes every sample, so none can be expected exactly.", channel + 1, decimal(event.frame, 0));
  const first = received.findIndex((sample, index) => sample !== expected[index]);
  if (first < 0) return t("Input channel {0} around frame {1}.", channel + 1, decimal(event.frame, 0));
  return t(
    "Input channel {0}: at frame {1} the sample {2} was expected and {3} came.",
    channel + 1,
    decimal(firstFrame + first, 0),
    decimal(expected[first] ?? 0, 6),
    decimal(received[first] ?? 0, 6),
  );
}

function drawing(event: GlitchEvent, { firstFrame, received, expected }: GlitchWave): SVGElement {
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const largest = [...received, ...(expected ?? [])].reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-6);
  const x = (index: number): number => (index / Math.max(1, received.length - 1)) * WIDTH;
  const y = (sample: number): number => HEIGHT / 2 - (sample / largest) * (HEIGHT / 2 - PAD);
  const start = x(event.frame - firstFrame - 0.5);
  const end = x(Math.min(received.length, event.frame - firstFrame + Math.max(1, event.lengthFrames)) - 0.5);
  picture.append(
    svg("rect", { class: "wave-bad", x: String(start), y: "0", width: String(Math.max(2, end - start)), height: String(HEIGHT) }),
    svg("path", { class: "wave-zero", d: `M0 ${HEIGHT / 2}H${WIDTH}` }),
  );
  const line = (samples: readonly number[]): string => samples.map((sample, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(sample).toFixed(1)}`).join("");
  if (expected !== null) picture.append(svg("path", { class: "wave-line expected", d: line(expected) }));
  picture.append(svg("path", { class: "wave-line received", d: line(received) }));
  return picture;
}
