import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";
import type { Figure } from "./figureWords.ts";

/** One figure with its label, unit, a smaller line of detail and a grade in words; null: there is nothing to show. */
export function figure(label: string, className: string): Part<Figure> {
  const value = element("span", "figure-value");
  const unit = element("span", "figure-unit");
  const detail = element("span", "figure-detail");
  const status = document.createElement("lab-status");
  const box = element(
    "div",
    className,
    element("dt", "figure-label", label),
    element("dd", "figure-body", element("span", "figure-number", value, unit), detail, status),
  );
  return {
    element: box,
    update: (state) => {
      setText(value, state.value);
      setText(unit, state.unit);
      setText(detail, state.detail);
      setHidden(status, state.grade === null);
      if (state.grade !== null) {
        status.level = state.grade.level;
        status.text = state.grade.text;
      }
    },
  };
}
