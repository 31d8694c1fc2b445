// Runs the matrix and prints it as a table: `node run.mjs [fixture or cell …]`, all of them where none is named.

import { startBrowser } from "../e2e/browser.mjs";
import { startSandbox } from "../e2e/sandbox.mjs";
import { FIXTURES } from "./cells.mjs";
import { install, unpack } from "./install.mjs";
import { table } from "./table.mjs";

const AT_ONCE = 2;

const named = process.argv.slice(2);
const names = FIXTURES.flatMap(({ fixture, cells }) => [fixture, ...cells.map(({ name }) => name)]);
const unknown = named.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`${unknown.join(", ")}: none of ${[...new Set(names)].join(", ")}`);

const packed = await unpack();
const sandbox = await startSandbox();
process.on("exit", sandbox.stop); // however this ends
const browser = await startBrowser();
const rows = [];
try {
  const waiting = chosen().toReversed(); // the longest stand last and begin first
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(waiting)));
} finally {
  await browser.close();
  await sandbox.stop();
}

rows.sort((one, other) => names.lastIndexOf(one.name) - names.lastIndexOf(other.name));
for (const { name, entry, failure } of rows) if (failure) console.log(`\n✖ ${name}, ${entry}\n${failure}`);
console.log(`\n${table(rows)}`);
const failed = rows.filter(({ failure }) => failure).length;
console.log(`\nmatrix: ${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || rows.length === 0 ? 1 : 0;

function chosen() {
  if (named.length === 0) return FIXTURES;
  const isNamed = (fixture) => ({ name }) => named.includes(fixture) || named.includes(name);
  const fixtures = FIXTURES.map(({ cells, ...rest }) => ({ ...rest, cells: cells.filter(isNamed(rest.fixture)) }));
  return fixtures.filter(({ cells }) => cells.length > 0);
}

/** Takes fixture after fixture, until none is left. */
async function work(waiting) {
  for (let next = waiting.shift(); next; next = waiting.shift()) await runFixture(next);
}

async function runFixture({ fixture, pages, cells }) {
  const installing = stopwatch();
  const folder = await installing.timed("install", () => install(fixture, pages, packed)).catch((error) => error);
  for (const { name, entry, test } of cells) {
    const { seconds, timed } = stopwatch();
    const row = { name, entry, seconds };
    try {
      if (folder instanceof Error) throw folder;
      row.weight = await test({ entry, folder, browser, sandbox, timed });
    } catch (error) {
      row.failure = error.stack;
    }
    rows.push(row);
    const took = Object.entries({ ...installing.seconds, ...seconds });
    const times = took.map(([stage, count]) => `${stage} ${count.toFixed(1)} s`);
    console.log(`${row.failure ? "✖" : "✔"} ${name}, ${entry}: ${times.join(", ")}`);
    delete installing.seconds.install;
  }
}

function stopwatch() {
  const seconds = {};
  return {
    seconds,
    async timed(stage, task) {
      const start = performance.now();
      try {
        return await task();
      } finally {
        seconds[stage] = (performance.now() - start) / 1000;
      }
    },
  };
}
