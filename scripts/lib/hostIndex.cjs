"use strict";
// What VS Code calls inside its extension host: runs the bundled tests beside this file with mocha.
const { readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { format } = require("node:util");

exports.run = async () => {
  const imported = await import("mocha");
  const Mocha = imported.default ?? imported;
  /** @type {string[]} */
  const lines = [];
  Mocha.reporters.Base.consoleLog = (...args) => void lines.push(format(...args));
  const mocha = new Mocha({
    ui: "bdd", timeout: 30_000, forbidOnly: true, forbidPending: true, color: false,
    reporter: process.env.FLEXLAB_TEST_REPORTER,
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.cjs")) mocha.addFile(join(__dirname, name));
  }
  const failures = await new Promise((resolve) => mocha.run(resolve));
  writeFileSync(process.env.FLEXLAB_TEST_OUTPUT, lines.join("\n"));
  if (failures > 0) throw new Error(`${failures} tests failed`);
};
