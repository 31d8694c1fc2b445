// The slim entry: where the module may come from, and what may not be taken for it.

import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { LIMIT, openEmpty, worksAgain } from "./empty.mjs";
import { useHouse } from "./house.mjs";
import { ROOT } from "./sandbox.mjs";

const house = useHouse();
const MODULE = "/pkg/wasm/ibex.wasm";
const isWasm = (url) => url.pathname.endsWith(".wasm");
const openSlim = (t) => openEmpty(house, t, undefined, "slim.js");
const readModule = () => readFile(join(ROOT, MODULE));
const digest = (bytes) => createHash("sha384").update(bytes).digest("base64");

/** A module that is valid, and not the one that was built: with a custom section more. */
const changed = (module) => Buffer.concat([module, Buffer.from([0, 2, 1, 0x78])]);

test("a load that failed can be tried again, and then works", LIMIT, async (t) => {
  const { page } = await openSlim(t);
  const module = await readModule();
  const type = { status: 200, contentType: "application/wasm" };
  const answers = [
    [{ ...type, status: 404, body: module }, /404 came .* `wasm`/],
    [{ ...type, status: 503, body: "" }, /503 came .* `wasm`/],
    [{ ...type, contentType: "text/html", body: "<!doctype html><p>Hello</p>" }, /HTML came .* `wasm`/],
    [{ ...type, body: "<!doctype html><p>Hello</p>" }, /HTML came .* `wasm`/],
    [{ ...type, body: module.subarray(0, module.length / 2) }, /another version .* or was changed/],
    [{ ...type, body: changed(module) }, /another version .* or was changed/],
    [{ ...type, contentType: "application/octet-stream", body: changed(module) }, /another version .* or was changed/],
    [{ ...type, body: "" }, /another version .* or was changed/],
    [undefined, /could not be loaded, see the cause; .* `wasm`/, /TypeError/],
  ];
  for (const [answer, message, cause = /undefined/] of answers) {
    await page.route(isWasm, (route) => (answer ? route.fulfill(answer) : route.abort()));
    const [one, other] = await page.evaluate(() => Promise.all([window.outcome(window.create()), window.outcome(window.create())]));
    assert.deepEqual(one, other);
    assert.deepEqual([one.ibex, one.code, one.retryable], [true, "wasm_load_failed", true]);
    assert.match(one.message, message);
    assert.match(one.cause, cause);
    await page.unroute(isWasm);
  }
  const seen = await page.evaluate(async () => {
    const ibex = await window.create();
    await ibex.signUp();
    const { instances, caches, rejections } = window.wasm;
    return { signedIn: ibex.session !== null, instances: instances.length, caches, rejections: rejections.map(String) };
  });
  const reloads = answers.map(() => "reload");
  assert.deepEqual(seen, { signedIn: true, instances: 1, caches: ["default", ...reloads], rejections: [] });
});

test("a module that the server takes for something else loads all the same", LIMIT, async (t) => {
  const { page } = await openSlim(t);
  await page.route(isWasm, async (route) => route.fulfill({ response: await route.fetch(), contentType: "application/octet-stream" }));
  await worksAgain(page, { instances: 1 });
});

const FORMS = {
  "a URL in words": (url) => url,
  "a URL": (url) => new URL(url, location.href),
  "an answer": (url) => fetch(url).then((response) => ({ response })),
  "the promise of an answer": (url) => fetch(url),
  "a buffer": (url) => fetch(url).then((response) => response.arrayBuffer()),
  "a view": async (url) => new Uint8Array(await fetch(url).then((response) => response.arrayBuffer())),
  "an answer of another frame": async (url) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    return { response: await frame.contentWindow.fetch(url) };
  },
  "a compiled module": async (url) => WebAssembly.compile(await fetch(url).then((response) => response.arrayBuffer())),
};

for (const [name, make] of Object.entries(FORMS)) {
  test(`the module can be given as ${name}`, LIMIT, async (t) => {
    const { page } = await openSlim(t);
    // From another address than the entry's own, which leads nowhere here.
    await page.route("**/elsewhere", async (route) => route.fulfill({ response: await route.fetch({ url: house.sandbox.url + MODULE }) }));
    await page.route(isWasm, (route) => route.abort());
    const session = await page.evaluate(async (make) => {
      const made = await (0, eval)(make)("/elsewhere");
      const ibex = await window.create({ wasm: made.response ?? made });
      return ibex.signUp();
    }, String(make));
    assert.ok(session.externalUserId);
  });
}

test("an answer that is not needed may fail unheard", LIMIT, async (t) => {
  const { page } = await openSlim(t);
  const seen = await page.evaluate(async () => {
    await window.create();
    const session = (await window.create({ wasm: Promise.reject(new TypeError("offline")) })).session;
    const { code } = await window.outcome(window.create({ wasm: Promise.reject(new TypeError("offline")), sha384: "" }));
    // The browser tells of rejections in their order, so this one is the last that it tells of.
    const told = new Promise((resolve) => addEventListener("unhandledrejection", resolve, { once: true }));
    Promise.reject(new Error("the last"));
    await told;
    return { session, code, rejections: window.wasm.rejections.map(String) };
  });
  assert.deepEqual(seen, { session: null, code: "invalid_argument", rejections: ["Error: the last"] });
});

test("a sha384 that is given is the one that counts, in both its forms", LIMIT, async (t) => {
  const { page } = await openSlim(t);
  const other = changed(await readModule());
  await page.route(isWasm, (route) => route.fulfill({ contentType: "application/wasm", body: other }));
  const refusal = await page.evaluate((sha384) => window.outcome(window.create({ sha384 })), digest(await readModule()));
  assert.deepEqual([refusal.code, refusal.retryable], ["wasm_load_failed", true]);
  const made = await page.evaluate(async (sha384) => {
    const ibex = await window.create({ sha384: `sha384-${sha384}` });
    await ibex.signUp();
    return ibex.session !== null;
  }, digest(other));
  assert.equal(made, true);
});

test("what cannot be the module, or its sha384, is refused by name before anything is asked for", LIMIT, async (t) => {
  const { page } = await openSlim(t);
  const { outcomes: refusals, caches } = await page.evaluate(async () => {
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const compiled = new WebAssembly.Module(empty);
    const used = new Response("");
    await used.text();
    const throwing = Object.defineProperty({}, "wasm", { get: () => { throw new Error("no"); } });
    const options = [
      { wasm: 7 },
      { wasm: {} },
      { wasm: Promise.resolve([]) },
      { wasm: used },
      { sha384: "" },
      { sha384: 384 },
      { sha384: Object.create(null) },
      { sha384: Symbol("sha384") },
      { sha384: "sha256-" + "A".repeat(64) },
      { sha384: "A".repeat(63) },
      { sha384: "A".repeat(65) },
      { wasm: compiled, sha384: "A".repeat(64) },
    ].map((extra) => ({ baseUrl: location.origin, ...extra }));
    const outcomes = [];
    for (const option of [...options, throwing]) outcomes.push(await window.outcome(window.sdk.createClient(option)));
    return { outcomes, caches: window.wasm.caches };
  });
  assert.deepEqual(caches, []);
  for (const [index, refusal] of refusals.entries()) {
    assert.deepEqual([refusal.ibex, refusal.code, refusal.retryable], [true, "invalid_argument", false], JSON.stringify(refusal));
    assert.match(refusal.message, index < 3 ? /^wasm has to be/ : index === 3 ? /^wasm is a Response whose body was read/ : /sha384/);
  }
  await worksAgain(page, { instances: 1 });
});

test("without a secure context nothing is taken on trust", LIMIT, async (t) => {
  const { page } = await openSlim(t);
  const refusal = await page.evaluate(() => {
    Object.defineProperty(crypto, "subtle", { value: undefined });
    return window.outcome(window.create());
  });
  assert.deepEqual([refusal.code, refusal.retryable, refusal.cause], ["wasm_load_failed", false, "undefined"]);
  assert.match(refusal.message, /secure context/);
});

test("options that are none are refused as by the default entry", LIMIT, async (t) => {
  const { page } = await openSlim(t);
  const refusals = await page.evaluate(() => Promise.all([window.outcome(window.sdk.createClient()), window.outcome(window.sdk.createClient(null))]));
  for (const refusal of refusals) assert.deepEqual([refusal.ibex, refusal.code], [true, "invalid_argument"]);
});
