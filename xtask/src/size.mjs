// Prints a line for each file that a page loads from the package: name, raw size, gzip 9, brotli 11; the sum last.
// The entry, what it imports in turn, and the wasm. As shipped: the glue is minified, the entry's comments count.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder] = process.argv.slice(2);
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.[^"']+)["']/g;
const files = new Set();

function follow(file) {
  if (files.has(file)) return;
  files.add(file);
  for (const [, specifier] of readFileSync(file, "utf8").matchAll(IMPORT)) follow(join(dirname(file), specifier));
}

follow(join(folder, "index.js"));
const wasm = join(folder, "wasm");
for (const name of readdirSync(wasm)) if (name.endsWith(".wasm")) files.add(join(wasm, name));

const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };
const sum = [0, 0, 0];
const row = (name, sizes) => console.log([name.padEnd(32), ...sizes.map((size) => String(size).padStart(9))].join(" "));
row("bytes", ["raw", "gzip", "brotli"]);
for (const file of files) {
  const bytes = readFileSync(file);
  const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, brotli).length];
  sizes.forEach((size, index) => (sum[index] += size));
  row(relative(folder, file), sizes);
}
row("total", sum);
