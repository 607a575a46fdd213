import type { ConfigDocument, ConfigEntry, TableName } from "./configDocument.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { DriverName, Finding, Fix } from "./finding.ts";
import type { FindingCode, Severity } from "./findingCodes.ts";
import { LONGEST_REGEX_BYTES, isValidRegex, utf8Length } from "./regex.ts";
import { optionSchema } from "./schema.ts";
import type { OptionSchema } from "./schema.ts";
import { draftRemoveOption } from "./setOption.ts";
import { suggest } from "./suggest.ts";
import { tomlFloat, tomlString } from "./tomlText.ts";
import { typeName } from "./tomlValue.ts";
import type { TomlFloat, TomlInteger, TomlString, TomlValue } from "./tomlValue.ts";

/** One option's value against its schema. */
export function checkValue(document: ConfigDocument, entry: ConfigEntry, table: TableName): Finding[] {
  const option = optionSchema(table, entry.keyPart.name);
  if (option === null || entry.value === null) {
    return [];
  }
  const check = new ValueCheck(document, table, option);
  check.run(entry.value);
  return check.findings;
}

const TYPE_WORDS: Readonly<Record<OptionSchema["type"], string>> = {
  string: "a text in quotes",
  integer: "a whole number",
  number: "a number with a decimal point",
  boolean: "true or false",
};

class ValueCheck {
  readonly findings: Finding[] = [];
  private readonly document: ConfigDocument;
  private readonly table: TableName;
  private readonly option: OptionSchema;

  constructor(document: ConfigDocument, table: TableName, option: OptionSchema) {
    this.document = document;
    this.table = table;
    this.option = option;
  }

  run(value: TomlValue): void {
    const { option } = this;
    switch (option.type) {
      case "string":
        if (value.type === "string") {
          this.text(value);
          return;
        }
        break;
      case "boolean":
        if (value.type === "boolean") {
          return;
        }
        break;
      case "integer":
        if (value.type === "integer") {
          this.range(value);
          return;
        }
        break;
      case "number":
        if (value.type === "float" || value.type === "integer") {
          this.range(value);
          if (value.type === "integer") {
            this.integerForFloat(value);
          }
          return;
        }
        break;
    }
    this.wrongType(value);
  }

  private add(
    code: FindingCode,
    value: TomlValue,
    message: string,
    hint: string,
    more: { severity?: Severity; drivers?: readonly DriverName[]; fixes?: readonly Fix[]; layer?: Finding["layer"] } = {},
  ): void {
    this.findings.push({
      code,
      severity: more.severity ?? "error",
      layer: more.layer ?? "schema",
      message,
      hint,
      range: this.document.rangeOf(value.span),
      drivers: more.drivers ?? BOTH_DRIVERS,
      fixes: more.fixes ?? [],
    });
  }

  private write(value: TomlValue, newText: string): Fix {
    return { title: `Write ${newText}`, edits: [{ range: this.document.rangeOf(value.span), newText }], preferred: true };
  }

  private wrongType(value: TomlValue): void {
    const { name, type } = this.option;
    const better = betterType(type, value);
    this.add(
      "wrong-type",
      value,
      `${name} must be ${TYPE_WORDS[type]}, not ${typeName(value)}.`,
      better === null ? `For example: ${name} = ${this.exampleText()}` : `Write ${better}.`,
      { fixes: better === null ? [] : [this.write(value, better)] },
    );
  }

  private exampleText(): string {
    const { example, type } = this.option;
    return typeof example === "string"
      ? tomlString(example)
      : typeof example === "number" && type === "number"
        ? tomlFloat(example)
        : String(example);
  }

  private integerForFloat(value: TomlInteger): void {
    const better = `${String(value.exact)}.0`;
    this.add(
      "integer-for-float",
      value,
      `FlexASIO does not start with ${String(value.exact)} here: it needs a decimal point.`,
      `Write ${better}, which both drivers take.`,
      { drivers: ["flexasio"], fixes: [this.write(value, better)], layer: "dialect" },
    );
  }

  private range(value: TomlInteger | TomlFloat): void {
    const { option } = this;
    const least = option.minimum ?? -Infinity;
    const most = option.maximum ?? Infinity;
    // A test of this form refuses NaN too.
    if (value.value >= least && value.value <= most) {
      return;
    }
    // Stock FlexASIO keeps only 32 bits of `channels`, and may like what is left.
    const wraps =
      option.name === "channels" && value.type === "integer" && BigInt.asIntN(32, value.exact) >= BigInt(least);
    const unit = option.unit === null ? "" : ` ${option.unit}`;
    // Only where it stands once: a duplicate has its own finding.
    const removal =
      this.document.findAll(this.table, option.name).length === 1
        ? draftRemoveOption(this.document, this.table, option.name)
        : [];
    this.add(
      "out-of-range",
      value,
      value.value > most
        ? `${option.name} is too large: ${String(most)}${unit} at most.`
        : `${option.name} must be ${String(least)}${unit} at least.`,
      `Without the line it is: ${option.defaultText}.`,
      {
        drivers: wraps ? ["flexlab"] : BOTH_DRIVERS,
        fixes:
          removal.length > 0 ? [{ title: `Remove the line (${option.defaultText})`, edits: removal, preferred: value.value === 0 }] : [],
      },
    );
  }

  private text(value: TomlString): void {
    const { option } = this;
    if (option.values !== null && !option.values.includes(value.value)) {
      this.unknownValue(value, option.values);
    } else if (option.valueDrivers.get(value.value)?.includes("flexasio") === false) {
      this.add(
        "backend-not-in-flexasio",
        value,
        `FlexASIO has no backend "${value.value}"; only FlexLab has it.`,
        "For FlexASIO choose a Windows backend.",
        { drivers: ["flexasio"] },
      );
    }
    if (option.format === "regex") {
      this.regex(value);
    }
  }

  private unknownValue(value: TomlString, values: readonly string[]): void {
    const { option } = this;
    const meant = suggest(value.value, values) ?? alias(value.value, values);
    const looksUp = !option.onlyCheckedWhenActive || this.isOn();
    const shown = value.value.length > 60 ? `${value.value.slice(0, 59)}…` : value.value;
    this.add(
      option.name === "backend" ? "unknown-backend" : "unknown-value",
      value,
      option.name === "backend"
        ? `There is no backend "${shown}".`
        : `There is no ${option.name} "${shown}".`,
      meant === null ? `It can be: ${values.join(", ")}.` : `Did you mean "${meant}"?`,
      {
        severity: looksUp ? "error" : "warning",
        fixes: meant === null ? [] : [this.write(value, tomlString(meant))],
      },
    );
  }

  private isOn(): boolean {
    const device = this.table === "top" ? null : this.document.find(this.table, "device");
    return !(device?.value?.type === "string" && device.value.value === "");
  }

  private regex(value: TomlString): void {
    if (value.value === "") {
      this.add(
        "empty-regex",
        value,
        "deviceRegex is empty, which no driver takes.",
        'Write a part of the device\'s name. To turn this direction off, write device = "" instead.',
        { layer: "rules" },
      );
    } else if (!isValidRegex(value.value)) {
      this.add(
        "invalid-regex",
        value,
        "This is not a regular expression that the drivers understand.",
        String.raw`Brackets, braces and + * ? \ have a meaning; write \( for a bracket of the name.`,
        { layer: "rules" },
      );
    } else if (utf8Length(value.value) > LONGEST_REGEX_BYTES) {
      this.add("invalid-regex", value, "This regular expression is too long.", "Write a shorter one.", {
        layer: "rules",
        drivers: ["flexlab"],
      });
    }
  }
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["wasapi", "Windows WASAPI"],
  ["directsound", "Windows DirectSound"],
  ["dsound", "Windows DirectSound"],
  ["wdmks", "Windows WDM-KS"],
  ["ks", "Windows WDM-KS"],
  ["kernelstreaming", "Windows WDM-KS"],
  ["windowsmme", "MME"],
  ["windowswdmks", "Windows WDM-KS"],
  ["jack", "JACK Audio Connection Kit"],
]);

/** The short names that people say, for the long ones that PortAudio has. */
function alias(typed: string, values: readonly string[]): string | null {
  const word = typed.toLowerCase().replace(/[^a-z0-9]/g, "");
  const meant = SHORT_NAMES.get(word);
  return meant !== undefined && values.includes(meant) ? meant : null;
}

/** The same thing in the type that is wanted, where there is no doubt what was meant. */
function betterType(wanted: OptionSchema["type"], value: TomlValue): string | null {
  switch (wanted) {
    case "integer":
      if (value.type === "float") {
        return Number.isSafeInteger(value.value) ? String(value.value) : null;
      }
      return value.type === "string" && /^[+-]?(0|[1-9][0-9]{0,8})$/.test(value.value) ? value.value : null;
    case "number":
      return value.type === "string" && /^(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?$/.test(value.value)
        ? tomlFloat(Number(value.value))
        : null;
    case "boolean":
      if (value.type === "integer") {
        return value.value === 1 ? "true" : value.value === 0 ? "false" : null;
      }
      return value.type === "string" && /^(true|false)$/i.test(value.value) ? value.value.toLowerCase() : null;
    case "string":
      return null;
  }
}
