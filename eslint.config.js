import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * Which way imports may point (CONTRIBUTING.md shows the drawing). `of` names what a folder may not import, as a
 * regular expression over the import's text. Types say nothing at run time: where `types` is set they may cross.
 */
const inNode = { regex: "^node:", message: "This folder is pure: it works on values alone, without Node.js." };
const vscode = { regex: "^vscode$", message: "Only extension/editor/ knows VS Code." };
const toolkit = { regex: "^@vscode/webview-ui-toolkit", message: "Only webview/kit/ knows the toolkit." };
/** @param {string} names @param {boolean} [types] */
const folders = (names, types = false) => ({
  regex: `^(\\.\\./)+(extension/)?(${names})/`,
  message: "An import against the arrows of the design.",
  allowTypeImports: types,
});

/** @param {string} files @param {...object} patterns */
const arrows = (files, ...patterns) => ({
  files: [files],
  rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [toolkit, ...patterns] }] },
});

export default defineConfig(
  globalIgnores(["dist/", "artifacts/", ".cache/", "native/", "vendor/", ".vscode-host/", "node_modules/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.mjs", "**/*.js", "**/*.cjs"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js", "scripts/lib/*.cjs"] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-syntax": ["error", { selector: "ExportDefaultDeclaration", message: "Export by name." }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: "only-allowed-literals" }],
      "@typescript-eslint/prefer-readonly": "error",
      // It asks for the `!` that another rule forbids.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "@typescript-eslint/unbound-method": ["error", { ignoreStatic: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-cond-assign": "error",
      "no-constant-binary-expression": "error",
      "no-empty": "error",
      "no-fallthrough": "error",
      "no-irregular-whitespace": "error",
      "no-unreachable": "error",
      "no-unsafe-finally": "error",
      "no-useless-escape": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  arrows("extension/backends/**", inNode, vscode, folders("config|language|analysis|audio|lab|editor|cli")),
  arrows("extension/config/**", inNode, vscode, folders("language|analysis|audio|lab|editor|cli")),
  arrows("extension/language/**", inNode, vscode, folders("analysis|editor|cli"), folders("audio|lab", true)),
  arrows("extension/analysis/**", inNode, vscode, folders("config|backends|language|editor|cli"), folders("audio|lab", true)),
  arrows("extension/audio/**", vscode, folders("config|backends|language|analysis|lab|editor|cli")),
  arrows("extension/lab/**", vscode, folders("language|editor|cli")),
  arrows("extension/cli/**", vscode, folders("editor")),
  arrows("extension/editor/**", folders("cli"), { regex: "audioProcess|\\.node$", message: "The extension host never loads the audio addon." }),
  arrows("webview/**", inNode, vscode, { regex: "extension/(?!editor/panelProtocol\\.ts$)", message: "The page shares the protocol file with the extension, and nothing else." }),
  {
    files: ["webview/kit/**"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [inNode, vscode, { regex: "extension/", message: "The kit knows no FlexLab." }] }] },
  },
  {
    files: ["test/**"],
    rules: {
      // Property-style assertions and mocha's own promises.
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [] }],
    },
  },
  {
    files: ["**/*.mjs", "**/*.js", "**/*.cjs"],
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      // JSON and process output arrive as any; JSDoc has no cheap way to say otherwise.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
    },
  },
  { files: ["eslint.config.js", "**/*.cjs"], extends: [tseslint.configs.disableTypeChecked], rules: { "no-restricted-syntax": "off" } },
);
