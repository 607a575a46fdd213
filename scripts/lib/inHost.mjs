import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";
import { countsOf } from "./mocha.mjs";
import { artifacts, inRoot, logs, root } from "./paths.mjs";
import { Failure } from "./run.mjs";
import { freePort, remoteUri, startWorkbench, workbenchUrl } from "./workbench.mjs";

const DEADLINE_MS = 20 * 60_000;

/**
 * Bundles the tests of a folder, one file each, for an extension host that knows neither TypeScript nor our loader.
 * @param {string} folder below the repository
 * @param {string} out
 */
async function bundleTests(folder, out) {
  const { build } = await import("esbuild");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const tests = readdirSync(inRoot(folder)).filter((name) => name.endsWith(".test.ts"));
  await build({
    absWorkingDir: root, entryPoints: tests.map((name) => join(folder, name)), outdir: out, outExtension: { ".js": ".cjs" },
    bundle: true, platform: "node", format: "cjs", target: "node20", external: ["vscode", "mocha"], sourcemap: "inline", logLevel: "error",
  });
  copyFileSync(inRoot("scripts", "lib", "hostIndex.cjs"), join(out, "index.cjs"));
}

/**
 * Runs the tests of a folder inside the extension host of a real VS Code, with this repository as the extension and a
 * copy of examples/ as the workspace.
 * @param {string} log
 * @param {{folder?: string, env?: Record<string, string>}} [options] folder: where the tests are
 * @returns {Promise<import("./mocha.mjs").Outcome>}
 */
export async function runInHost(log, { folder = "test/host", env = {} } = {}) {
  const name = folder.replaceAll("/", "-");
  const out = join(artifacts, "host", name);
  const result = join(artifacts, `result-${name}.json`);
  const spec = join(artifacts, `output-${name}.txt`);
  rmSync(result, { force: true });
  rmSync(spec, { force: true });
  await bundleTests(folder, out);
  const scratch = mkdtempSync(join(tmpdir(), "flexlab-host-"));
  const workspace = join(scratch, "workspace");
  cpSync(inRoot("examples"), workspace, { recursive: true });
  mkdirSync(join(scratch, "driver"));
  const port = await freePort(0);
  if (port === null) throw new Failure("No port is free.");
  const workbench = await startWorkbench({
    port, runFolder: join(scratch, "run"), extensionsFolder: join(scratch, "extensions"), log: join(logs, `vscode-${name}.log`),
    // Without it the built workbench ignores what says which tests to run.
    args: ["--vscode-option", "enable-smoke-test-driver"],
    env: {
      // No network, not even for the catalogue of extensions.
      EXTENSIONS_GALLERY: "{}",
      // The driver's own file must not be one of whoever runs the tests.
      FLEXLAB_CONFIG: join(scratch, "driver", "FlexASIO.toml"), ...env,
      FLEXLAB_ROOT: root, FLEXLAB_TEST_RESULT: result, FLEXLAB_TEST_OUTPUT: spec,
      FLEXLAB_TEST_REPORTER: inRoot("scripts", "lib", "mochaReporter.cjs"),
    },
  });
  const { launchBrowser } = await import("./browser.mjs");
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const lines = [];
    /** @type {Promise<number>} */
    const exit = new Promise((resolve) => {
      setTimeout(() => {
        lines.push(`No end after ${DEADLINE_MS / 1000} s.`);
        resolve(124);
      }, DEADLINE_MS).unref();
      void page.exposeFunction("codeAutomationExit", (/** @type {number} */ code) => resolve(code));
    });
    await page.exposeFunction("codeAutomationLog", (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
      lines.push(format(...args));
    });
    await page.goto(workbenchUrl(port, {
      folder: workspace,
      payload: [
        ["extensionDevelopmentPath", remoteUri(port, root)],
        ["extensionTestsPath", remoteUri(port, join(out, "index.cjs"))],
      ],
    }));
    const code = await exit;
    writeFileSync(log, `${lines.join("\n")}\n`);
    // Without the tests' own words the extension host died on the way: then its log has to speak.
    const output = existsSync(spec) ? readFileSync(spec, "utf8") : lines.slice(-60).join("\n");
    return { ...countsOf(result, code), output };
  } finally {
    await browser.close();
    await workbench.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
