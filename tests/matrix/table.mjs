// The matrix as it is printed.

const HEAD = ["cell", "entry", "result", "JavaScript raw", "gzip", "wasm file", "seconds"];
const NUMBERS = 3; // the first column that is one

export function table(rows) {
  const lines = rows.map(({ name, entry, failure, weight, seconds }) => [
    name,
    entry,
    failure ? "failed" : "passed",
    bytes(weight?.raw),
    bytes(weight?.gzip),
    bytes(weight?.wasm),
    Object.values(seconds).reduce((total, count) => total + count, 0).toFixed(1),
  ]);
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...lines].map((line) => line[column].length)));
  const pad = (text, column) => (column < NUMBERS ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  return [HEAD, widths.map((width) => "-".repeat(width)), ...lines].map((line) => line.map(pad).join(" | ")).join("\n");
}

const bytes = (count) => (count ? String(count) : "–");
