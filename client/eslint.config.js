/** Says what a machine can hold of the style of this code. */

import js from "@eslint/js";
import typescript from "typescript-eslint";

export default typescript.config(
  { ignores: ["node_modules", "coverage", "dist"] },
  js.configs.recommended,
  ...typescript.configs.strict,
  {
    rules: {
      eqeqeq: "error",
      "no-console": ["error", { allow: ["warn", "error"] }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Name what you export." },
        {
          selector: "MemberExpression[object.name='crypto'][property.name=/^(randomUUID|subtle)$/]",
          message: "It is not there on plain http; see uuid.ts and sha256.ts.",
        },
      ],
      "max-lines": ["warn", { max: 300, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
    },
  },
  { files: ["*.config.*"], rules: { "no-restricted-syntax": "off" } },
  { files: ["src/protocol.ts"], rules: { "max-lines": "off" } }, // all messages in one file
);
