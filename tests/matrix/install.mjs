// The package as npm delivers it: the tarball that IBEX_TARBALL names, installed into a copy of each fixture.

import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { copyFile, cp, lstat, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../e2e/sandbox.mjs";
import { run } from "./program.mjs";

const FIXTURES = fileURLToPath(new URL(".", import.meta.url));
const APP = join(FIXTURES, "app");
const NAME = "ibex-wallet-sdk";
const QUIETLY = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];

/** Where the fixtures are built; nothing of the repository is above it that a bundler would find. */
export const PLACE = join(ROOT, "target", "matrix");

/** Unpacks the tarball once, to compare with what npm makes of it. */
export async function unpack() {
  const content = join(PLACE, "package", "content");
  await rm(join(content, ".."), { recursive: true, force: true });
  await mkdir(content, { recursive: true });
  await run(["tar", "-xzf", process.env.IBEX_TARBALL, "-C", content, "--strip-components=1"], PLACE);
  // NOTE: npm takes a tarball for known by its path, so another content gets another name.
  const hash = createHash("sha256").update(await readFile(process.env.IBEX_TARBALL)).digest("hex");
  const tarball = join(content, "..", `${NAME}-${hash.slice(0, 16)}.tgz`);
  await copyFile(process.env.IBEX_TARBALL, tarball);
  return { tarball, content };
}

/** Makes the fixture's folder anew, but for what npm installed there from the same lock file and the same tarball. */
export async function install(fixture, pages, { tarball, content }) {
  const [source, folder] = [join(FIXTURES, fixture), join(PLACE, fixture)];
  await mkdir(folder, { recursive: true });
  for (const old of await readdir(folder)) if (old !== "node_modules") await rm(join(folder, old), { recursive: true });
  await cp(source, folder, { recursive: true, filter: (path) => basename(path) !== "node_modules" });
  for (const shared of ["flow.js", "hooks.js"]) await copyFile(join(APP, shared), join(folder, shared));
  for (const [entry, page] of Object.entries(pages)) {
    await mkdir(join(folder, entry), { recursive: true });
    await copyFile(join(APP, page), join(folder, entry, "index.html"));
    const main = join(folder, entry, "main.js");
    if (!(await isThere(main))) await copyFile(join(APP, `${entry}.js`), main); // else the fixture has its own
  }

  // A copy of the lock file lies beside what was installed from it.
  const lock = await readFile(join(source, "package-lock.json"));
  const modules = join(folder, "node_modules");
  const stamp = join(modules, ".installed-from");
  const installed = await readFile(stamp).catch(() => undefined);
  const own = join(modules, NAME);
  await rm(join(modules, ".vite"), { recursive: true, force: true }); // its copies of packages: each start is the first
  if (installed?.equals(lock) && (await same(own, content))) return folder;
  await rm(installed?.equals(lock) ? own : modules, { recursive: true, force: true });
  // NOTE: not `npm ci`, which refuses a lock file without the packages of platforms that a registry does not have.
  await run(["npm", "install", tarball, "--no-save", ...QUIETLY], folder);
  assert.ok(await same(own, content), `${own} is not what the tarball holds`);
  await writeFile(stamp, lock);
  return folder;
}

const isThere = (path) => stat(path).then(() => true, () => false);

/** Whether `folder` is a folder of its own, no link, with exactly the files of `content`. */
async function same(folder, content) {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  const [ours, theirs] = await Promise.all([folder, content].map(files));
  if (ours.join("\n") !== theirs.join("\n")) return false;
  for (const name of ours) {
    const [our, their] = await Promise.all([folder, content].map((of) => readFile(join(of, name))));
    if (!our.equals(their)) return false;
  }
  return true;
}

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = entries.filter((entry) => !entry.isDirectory());
  return all.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length)).sort();
}
