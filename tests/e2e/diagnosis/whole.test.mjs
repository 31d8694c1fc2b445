// diagnose() as a whole: what it says where all is well, what it does not do, what it takes, and that it always settles.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { watchWasm } from "../breakage.mjs";
import { LIMIT } from "../empty.mjs";
import { assertAnswers, assertFinding, useClinic } from "./clinic.mjs";

const clinic = useClinic();
const { house, openApp } = clinic;

test("where all is well it says so, in an object that JSON keeps as it is", LIMIT, async (t) => {
  const { diagnose, complaints } = await openApp(t);
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  assertAnswers(diagnosis);
  assert.equal(diagnosis.ok, true);
  assert.match(diagnosis.version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(JSON.parse(JSON.stringify(diagnosis)), diagnosis);
  for (const { message } of Object.values(diagnosis.findings)) assert.match(message, /^[A-Z].+\.$/);
  assert.deepEqual(complaints, []);
});

test("it runs no wasm but the empty one, opens no prompt, and asks the API for nothing but a challenge", LIMIT, async (t) => {
  const { page, diagnose } = await openApp(t, { prepare: watchWasm });
  await page.evaluate(() => {
    window.prompts = 0;
    for (const method of ["create", "get"]) navigator.credentials[method] = async () => (window.prompts += 1);
  });
  const sent = [];
  page.on("request", (request) => sent.push(request));
  await diagnose({ baseUrl: house.sandbox.url });
  const seen = await page.evaluate(() => ({ exported: window.wasm.instances.flatMap(({ exports }) => Object.keys(exports)), prompts: window.prompts }));
  assert.deepEqual(seen, { exported: [], prompts: 0 });
  assert.deepEqual(sent.filter((request) => request.url().endsWith(".wasm")), []);
  const asked = (await house.sandbox.journal()).map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual([...new Set(asked)].sort(), ["GET /v1.2/auth/sign-in", "OPTIONS /v1.2/auth/sign-in"]);
  for (const request of sent) assert.match(request.headers().authorization ?? "Bearer none", /^Bearer none$/);
});

test("it leaves no listener and no timer behind", LIMIT, async (t) => {
  const { page } = await openApp(t, {
    headers: { "content-security-policy": "connect-src http://localhost:*" },
    prepare: () => {
      delete window.PublicKeyCredential; // asking it may take so long that timers end by themselves
      window.left = { listeners: 0, timers: 0 };
      const { addEventListener, removeEventListener, setTimeout, clearTimeout } = window;
      const timers = new Set();
      const ended = (timer) => (window.left.timers -= Number(timers.delete(timer)));
      window.addEventListener = (...all) => ((window.left.listeners += 1), addEventListener(...all));
      window.removeEventListener = (...all) => ((window.left.listeners -= 1), removeEventListener(...all));
      window.setTimeout = (act, ...all) => {
        const timer = setTimeout((...more) => (ended(timer), act(...more)), ...all);
        timers.add(timer);
        window.left.timers += 1;
        return timer;
      };
      window.clearTimeout = (timer) => (ended(timer), clearTimeout(timer));
    },
  });
  for (const baseUrl of [house.sandbox.url, `${clinic.elsewhere.url}/nobody`, "https://forbidden.example"]) {
    const left = await page.evaluate(async (options) => {
      const { diagnose } = await import("/pkg/index.js");
      await diagnose(options);
      return window.left;
    }, { baseUrl });
    assert.deepEqual(left, { listeners: 0, timers: 0 }, baseUrl);
  }
});

test("without a baseUrl it asks nobody, and says to pass it", LIMIT, async (t) => {
  const { diagnose } = await openApp(t);
  const diagnosis = await diagnose();
  assertAnswers(diagnosis, { api: "unknown", cors: "unknown" });
  for (const name of ["api", "cors"]) assertFinding(diagnosis, name, "unknown", /Pass the baseUrl/);
  assert.equal(diagnosis.ok, true);
  assert.deepEqual(await house.sandbox.journal(), []);
});

test("both entries have it, and a path of the page's own origin needs no CORS", LIMIT, async (t) => {
  const { page } = await house.visit(t);
  for (const entry of ["index.js", "slim.js"]) {
    const diagnosis = await page.evaluate(async (entry) => (await import(`/pkg/${entry}`)).diagnose({ baseUrl: "/" }), entry);
    assertAnswers(diagnosis);
    assertFinding(diagnosis, "cors", "yes", /own origin/);
  }
});

test("options that createClient refuses are refused in its words", LIMIT, async (t) => {
  const { page } = await openApp(t);
  const outcomes = await page.evaluate(async () => {
    const sdk = await import("/pkg/index.js");
    const throwing = (name) => Object.defineProperty({ baseUrl: "/" }, name, { get: () => { throw new Error("no"); } });
    const baseUrls = ["ftp://localhost", "http://shop.example", "https://jane@shop.example", "https://:x@shop.example", "https://shop.example/?x=1", "https://shop.example/#x", "//shop.example", "/\\shop.example", "nothing", "", 7, {}, []];
    const rpIds = ["", 7, {}, "a\nb", "€"];
    const given = [7, "x", [], throwing("baseUrl"), throwing("rpId"), ...baseUrls.map((baseUrl) => ({ baseUrl })), ...rpIds.map((rpId) => ({ baseUrl: "/", rpId }))];
    const refusal = (promise) => promise.then(() => "accepted", (error) => [sdk.isIbexError(error), error.code, error.retryable, error.message]);
    const all = given.map(async (options) => [await refusal(sdk.createClient(options)), await refusal(sdk.diagnose(options))]);
    return Promise.all(all);
  });
  for (const [made, diagnosed] of outcomes) {
    assert.deepEqual(diagnosed, made);
    assert.deepEqual(diagnosed.slice(0, 3), [true, "invalid_argument", false]);
  }
});

test("a URL object, null for nothing, and every loopback name are taken", LIMIT, async (t) => {
  const { page } = await openApp(t);
  const well = await page.evaluate(async (url) => {
    const { diagnose } = await import("/pkg/index.js");
    const given = [null, { baseUrl: null, rpId: null }, { baseUrl: new URL(url) }, { baseUrl: `${url}/` }];
    return Promise.all(given.map(async (options) => (await diagnose(options)).ok));
  }, house.sandbox.url);
  assert.deepEqual(well, [true, true, true, true]);
});

const HOSTILE = {
  "whose getters throw": () => {
    const refuse = { get: () => { throw new Error("no"); } };
    Object.defineProperty(window, "isSecureContext", refuse);
    Object.defineProperty(navigator, "credentials", refuse);
    Object.defineProperty(document, "featurePolicy", refuse);
    Object.defineProperty(window, "PublicKeyCredential", refuse);
    Object.defineProperty(window, "WebAssembly", refuse);
    Object.defineProperty(window, "fetch", refuse);
    Object.defineProperty(window, "origin", refuse);
  },
  "whose methods give nothing of use": () => {
    for (const name of ["getClientCapabilities", "signalUnknownCredential", "isUserVerifyingPlatformAuthenticatorAvailable", "isConditionalMediationAvailable"]) PublicKeyCredential[name] = () => 7;
    document.featurePolicy.features = () => 7;
    WebAssembly.compile = () => undefined;
    window.fetch = async () => undefined;
  },
  "that hears no events": () => {
    window.addEventListener = () => { throw new Error("no"); };
  },
  "whose promises never settle": () => {
    const never = () => new Promise(() => {});
    for (const name of ["getClientCapabilities", "signalUnknownCredential", "isUserVerifyingPlatformAuthenticatorAvailable", "isConditionalMediationAvailable"]) PublicKeyCredential[name] = never;
    window.fetch = never;
  },
};
for (const [name, prepare] of Object.entries(HOSTILE)) {
  test(`a page ${name} gets a whole diagnosis all the same`, LIMIT, async (t) => {
    const { diagnose } = await openApp(t, { prepare });
    const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
    const told = Object.values(diagnosis.findings);
    assert.equal(told.length, 14);
    for (const { answer, message } of told) {
      assert.ok(["yes", "no", "unknown"].includes(answer));
      assert.match(message, /^[A-Z].+\.$/);
    }
    assert.notEqual(diagnosis.findings.api.answer, "yes");
    assert.equal(diagnosis.findings.rpId.answer, name === "whose getters throw" ? "unknown" : "yes");
  });
}

test("on a server it resolves, and says where to call it", LIMIT, async () => {
  for (const entry of ["index.js", "slim.js"]) {
    const { diagnose } = await import(`../../../pkg/${entry}`);
    for (const options of [undefined, { baseUrl: "/api/ibex", rpId: "shop.example" }]) {
      const { ok, findings } = await diagnose(options);
      const { webauthn, ...others } = findings;
      assert.deepEqual([ok, webauthn.answer], [false, "no"]);
      for (const { answer, message } of Object.values(others)) assert.deepEqual([answer, message], ["unknown", webauthn.message]);
      assert.match(webauthn.message, /call it in the page/);
    }
    await assert.rejects(diagnose({ baseUrl: "ftp://shop.example" }), { name: "IbexError", code: "invalid_argument", message: /^baseUrl: / });
  }
});
