import { t } from "./translate.ts";
import type { ConfigDocument, ConfigEntry, TableName } from "./configDocument.ts";
import { BOTH_DRIVERS } from "./finding.ts";
import type { Finding, Fix } from "./finding.ts";
import type { FindingCode } from "./findingCodes.ts";
import { makeFinding, sureFix } from "./makeFinding.ts";
import { LONGEST_REGEX_BYTES, isValidRegex, utf8Length } from "./regex.ts";
import { optionSchema } from "./schema.ts";
import type { OptionSchema } from "./schema.ts";
import { draftRemoveOption } from "./setOption.ts";
import { isSureGuess, suggest } from "./suggest.ts";
import { tomlFloat, tomlString } from "./tomlText.ts";
import { typeName } from "./tomlValue.ts";
import type { TomlFloat, TomlInteger, TomlString, TomlValue } from "./tomlValue.ts";

/** One option's value against its schema. */
export function checkValue(document: ConfigDocument, entry: ConfigEntry, table: TableName): readonly Finding[] {
  const option = optionSchema(table, entry.keyPart.name);
  return option === null ? [] : checkOption(document, entry, table, option);
}

/** The same for an option that is known already; `table` null: it is none of FlexASIO's three. */
export function checkOption(document: ConfigDocument, entry: ConfigEntry, table: TableName | null, option: OptionSchema): readonly Finding[] {
  if (entry.value === null) {
    return [];
  }
  const check = new ValueCheck(document, table, option);
  check.run(entry.value);
  return check.findings;
}

/** `device = ""` turns a direction off. */
export function isOff(document: ConfigDocument, table: TableName | null): boolean {
  const device = table === null || table === "top" ? null : document.find(table, "device");
  return device?.value?.type === "string" && device.value.value === "";
}

type More = Partial<Pick<Finding, "severity" | "drivers" | "fixes">>;

class ValueCheck {
  readonly findings: Finding[] = [];
  private readonly document: ConfigDocument;
  private readonly table: TableName | null;
  private readonly option: OptionSchema;

  constructor(document: ConfigDocument, table: TableName | null, option: OptionSchema) {
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

  private add(code: FindingCode, value: TomlValue, message: string, hint: string, more: More = {}): void {
    this.findings.push(makeFinding(code, this.document.rangeOf(value.span), message, hint, more));
  }

  private write(value: TomlValue, newText: string): Fix {
    return sureFix(t("Write {0}", newText), { range: this.document.rangeOf(value.span), newText });
  }

  private wrongType(value: TomlValue): void {
    const { name, type } = this.option;
    const better = betterType(type, value);
    const is = typeName(value);
    this.add(
      "wrong-type",
      value,
      type === "string"
        ? t("{0} must be a text in quotes, not {1}.", name, is)
        : type === "integer"
          ? t("{0} must be a whole number, not {1}.", name, is)
          : type === "number"
            ? t("{0} must be a number with a decimal point, not {1}.", name, is)
            : t("{0} must be true or false, not {1}.", name, is),
      better === null ? t("For example: {0} = {1}", name, this.exampleText()) : t("Write {0}.", better),
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
      t("FlexASIO does not start with {0} here: it needs a decimal point.", String(value.exact)),
      t("Write {0}, which both drivers take.", better),
      { drivers: ["flexasio"], fixes: [this.write(value, better)] },
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
    const wrapped = this.wrapped(value);
    // Only where it stands once: a duplicate has its own finding.
    const removal =
      this.table !== null && this.document.findAll(this.table, option.name).length === 1
        ? draftRemoveOption(this.document, this.table, option.name)
        : [];
    const unit = option.unit === null ? "" : ` ${option.unit}`;
    this.add(
      "out-of-range",
      value,
      value.value > most
        ? t("{0} is too large: {1} at most.", option.name, `${String(most)}${unit}`)
        : t("{0} must be {1} at least.", option.name, least === 1 ? "1" : `${String(least)}${unit}`),
      t("Without the line it is: {0}.", fromSchema(option.defaultText)),
      {
        drivers: wrapped === null ? BOTH_DRIVERS : ["flexlab"],
        fixes:
          removal.length === 0
            ? []
            : // Other tools write 0 for "the default".
              [{ title: t("Remove the line ({0})", fromSchema(option.defaultText)), edits: removal, preferred: value.value === 0 }],
      },
    );
    if (wrapped !== null) {
      this.add(
        "stock-wraps",
        value,
        t("FlexASIO reads {0} as {1}: it keeps the lowest 32 bits only.", option.name, wrapped),
        t("Write the number that you mean."),
        { drivers: ["flexasio"] },
      );
    }
  }

  /** Stock FlexASIO keeps only 32 bits of `channels`, and may like what is left; null when it does not. */
  private wrapped(value: TomlInteger | TomlFloat): number | null {
    if (this.option.name !== "channels" || value.type !== "integer") {
      return null;
    }
    const left = Number(BigInt.asIntN(32, value.exact));
    return left >= (this.option.minimum ?? 0) ? left : null;
  }

  private text(value: TomlString): void {
    const { option } = this;
    if (option.values !== null && !option.values.includes(value.value)) {
      this.unknownValue(value, option.values);
    } else if (option.valueDrivers.get(value.value)?.includes("flexasio") === false) {
      this.add(
        "backend-not-in-flexasio",
        value,
        t('FlexASIO has no backend "{0}"; only FlexLab has it.', value.value),
        t("For FlexASIO choose a Windows backend."),
        { drivers: ["flexasio"] },
      );
    }
    if (option.format === "regex") {
      this.regex(value);
    }
  }

  private unknownValue(value: TomlString, values: readonly string[]): void {
    const { option } = this;
    const named = alias(value.value, values);
    const meant = named ?? suggest(value.value, values);
    // FlexASIO looks at some values only when the direction is on.
    const looksUp = !option.onlyCheckedWhenActive || !isOff(this.document, this.table);
    const shown = value.value.length > 60 ? `${value.value.slice(0, 59)}…` : value.value;
    const fix = meant === null ? [] : [this.write(value, tomlString(meant))];
    this.add(
      option.name === "backend" ? "unknown-backend" : "unknown-value",
      value,
      option.name === "backend" ? t('There is no backend "{0}".', shown) : t('There is no {0} "{1}".', option.name, shown),
      meant === null ? t("It can be: {0}.", values.join(", ")) : t("Did you mean {0}?", `"${meant}"`),
      {
        severity: looksUp ? "error" : "warning",
        fixes: fix.map((one) => ({ ...one, preferred: named !== null || (meant !== null && isSureGuess(value.value, meant)) })),
      },
    );
  }

  private regex(value: TomlString): void {
    if (value.value === "") {
      this.add(
        "empty-regex",
        value,
        t("deviceRegex is empty, which no driver takes."),
        t('Write a part of the device\'s name. To turn this direction off, write device = "" instead.'),
      );
    } else if (!isValidRegex(value.value)) {
      this.add(
        "invalid-regex",
        value,
        t("This is not a regular expression that the drivers understand."),
        t("Brackets, braces and + * ? \\ have a meaning; write \\( for a bracket of the name."),
      );
    } else if (utf8Length(value.value) > LONGEST_REGEX_BYTES) {
      this.add("invalid-regex", value, t("This regular expression is too long."), t("Write a shorter one."), { drivers: ["flexlab"] });
    }
  }
}

/** The texts of the schema are keys as well. */
function fromSchema(text: string): string {
  return t(text);
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["wasapi", "Windows WASAPI"],
  ["directsound", "Windows DirectSound"],
  ["dsound", "Windows DirectSound"],
  ["ds", "Windows DirectSound"],
  ["wdmks", "Windows WDM-KS"],
  ["wdm", "Windows WDM-KS"],
  ["ks", "Windows WDM-KS"],
  ["kernelstreaming", "Windows WDM-KS"],
  ["windowsmme", "MME"],
  ["wmme", "MME"],
  ["jack", "JACK Audio Connection Kit"],
  ["jack2", "JACK Audio Connection Kit"],
]);

/** The short names that people say, for the long ones that PortAudio has; null when it is neither. */
function alias(typed: string, values: readonly string[]): string | null {
  const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const word = bare(typed);
  const meant = SHORT_NAMES.get(word) ?? (word === "" ? undefined : values.find((value) => bare(value) === word));
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
      return value.type === "string" && /^(0|[1-9][0-9]{0,8})([.,][0-9]{1,9})?$/.test(value.value)
        ? tomlFloat(Number(value.value.replace(",", ".")))
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
