// Counts the board of light clients with the browser's own code, and writes its hash.
// Reads a JSON list of {board, you, changes} from stdin; writes a JSON list of hashes.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";

const client = fileURLToPath(new URL("../../client/", import.meta.url));
const require = createRequire(`${client}package.json`);
const { rolldown } = await import(pathToFileURL(require.resolve("rolldown")));

const ENTRY = "\0entry";
const bundle = await rolldown({
  input: ENTRY,
  plugins: [
    {
      name: "entry",
      resolveId: (id) => (id === ENTRY ? id : null),
      load: (id) =>
        id === ENTRY
          ? `export { applyAll } from "${client}src/board.ts";
             export { boardHash } from "${client}src/canonical.ts";`
          : null,
    },
  ],
});
const { output } = await bundle.generate({ format: "esm" });
const code = Buffer.from(output[0].code).toString("base64");
const { applyAll, boardHash } = await import(`data:text/javascript;base64,${code}`);

const boards = JSON.parse(await text(process.stdin));
const hashes = boards.map(({ board, you, changes }) =>
  boardHash(applyAll({ board, you }, changes).board),
);
process.stdout.write(JSON.stringify(hashes));
