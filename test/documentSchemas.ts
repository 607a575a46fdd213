import assert from "node:assert/strict";
import { Ajv, type ValidateFunction } from "ajv";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../docs/json/", import.meta.url);
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
for (const name of readdirSync(fileURLToPath(folder))) ajv.addSchema(JSON.parse(readFileSync(new URL(name, folder), "utf8")) as object);

/** The published schema of one kind of document: `validatorOf("report")` is that of docs/json/report.schema.json. */
export function validatorOf(name: string): ValidateFunction {
  const validate = ajv.getSchema(`${name}.schema.json`);
  assert.ok(validate, `docs/json has no schema ${name}`);
  return validate;
}

/** Asserts that a document is what its own `schema` says: `flexlab-report/1` has to keep to the schema of reports. */
export function assertKeepsToSchema(document: unknown, name: string): void {
  const validate = validatorOf(name);
  assert.ok(validate(document), `${JSON.stringify(validate.errors, null, 2)}\n${JSON.stringify(document, null, 2).slice(0, 4000)}`);
}
