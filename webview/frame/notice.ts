import type { LabStatus, StatusLevel } from "../kit/labStatus.ts";
import { element, setHidden, setText } from "../dom.ts";
import type { Part } from "../dom.ts";

/** A state that needs a word and perhaps a step from the user. */
export interface Notice {
  readonly level: StatusLevel;
  readonly title: string;
  readonly text: string;
  readonly action: { readonly label: string; readonly press: () => void } | null;
}

export function notice(className: string): Part<Notice | null> {
  let press: (() => void) | null = null;
  const title: LabStatus = document.createElement("lab-status");
  const text = element("p", "notice-text");
  const button = document.createElement("lab-button");
  button.addEventListener("lab-press", () => press?.());
  const box = element("section", `notice ${className}`, title, text, button);
  box.hidden = true;
  return {
    element: box,
    update: (state) => {
      setHidden(box, state === null);
      if (state === null) return;
      title.level = state.level;
      title.text = state.title;
      setText(text, state.text);
      press = state.action?.press ?? null;
      setHidden(button, state.action === null);
      if (state.action !== null) button.label = state.action.label;
    },
  };
}
