// What diagnose() finds of the page and the browser: each "no" brought about for real, where Chromium can.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { INSECURE } from "../browser.mjs";
import { LIMIT } from "../empty.mjs";
import { assertAnswers, assertFinding, runDiagnose, useClinic } from "./clinic.mjs";
import { openFrame } from "./frame.mjs";

const clinic = useClinic();
const { house, openApp } = clinic;

test("an insecure page is told to come over https", LIMIT, async (t) => {
  const { diagnose } = await openApp(t, { host: INSECURE });
  const diagnosis = await diagnose();
  assertFinding(diagnosis, "secureContext", "no", /https/);
  assertFinding(diagnosis, "webauthn", "no", /secure context/);
  assertFinding(diagnosis, "prf", "unknown", /WebAuthn/);
  assertFinding(diagnosis, "rpId", "yes", new RegExp(INSECURE));
  assert.equal(diagnosis.ok, false);
});

test("a browser without WebAuthn is told, and what depends on it is unknown", LIMIT, async (t) => {
  const { diagnose } = await openApp(t, { prepare: () => delete window.PublicKeyCredential });
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  const unknown = ["platformAuthenticator", "conditionalGet", "conditionalCreate", "prf", "signalApi", "relatedOrigins"];
  assertAnswers(diagnosis, { webauthn: "no", ...Object.fromEntries(unknown.map((name) => [name, "unknown"])) });
  assertFinding(diagnosis, "webauthn", "no", /another browser/);
  assert.equal(diagnosis.ok, false);
});

test("a device without an authenticator of its own is told, and is no fault of the page", LIMIT, async (t) => {
  const { diagnose, authenticator } = await openApp(t);
  await authenticator.remove();
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  assertFinding(diagnosis, "platformAuthenticator", "no", /security key/);
  assert.equal(diagnosis.ok, true);
});

test("a browser that does not list its capabilities is asked the older questions", LIMIT, async (t) => {
  const { diagnose, authenticator } = await openApp(t, { prepare: () => delete PublicKeyCredential.getClientCapabilities });
  const silent = { conditionalCreate: "unknown", prf: "unknown", relatedOrigins: "unknown" };
  const known = await diagnose({ baseUrl: house.sandbox.url });
  assertAnswers(known, silent);
  assertFinding(known, "prf", "unknown", /does not tell/);
  assertFinding(known, "hybridTransport", "unknown", /does not tell/);
  await authenticator.remove();
  assertAnswers(await diagnose({ baseUrl: house.sandbox.url }), { ...silent, platformAuthenticator: "no", conditionalGet: "no" });
});

test("a browser whose list of capabilities fails is asked the older questions, too", LIMIT, async (t) => {
  const { diagnose } = await openApp(t, { prepare: () => (PublicKeyCredential.getClientCapabilities = async () => { throw new Error("no"); }) });
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  assertAnswers(diagnosis, { conditionalCreate: "unknown", prf: "unknown", relatedOrigins: "unknown" });
});

test("a capability that the browser denies is told with what to do, one that it leaves out is unknown", LIMIT, async (t) => {
  const { page, diagnose } = await openApp(t);
  const keys = ["conditionalGet", "conditionalCreate", "hybridTransport", "extension:prf", "signalUnknownCredential", "relatedOrigins"];
  await page.evaluate((keys) => {
    PublicKeyCredential.getClientCapabilities = async () => Object.fromEntries(keys.map((key) => [key, false]));
  }, keys);
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  const denied = { conditionalGet: /signIn\(\)/, conditionalCreate: /signUp\(\)/, hybridTransport: /Bluetooth/, prf: /prfCapable/, signalApi: /tidy up/, relatedOrigins: /own host/ };
  for (const [name, message] of Object.entries(denied)) assertFinding(diagnosis, name, "no", message);
  assert.equal(diagnosis.ok, true);
  await page.evaluate(() => {
    PublicKeyCredential.getClientCapabilities = async () => ({ conditionalCreate: "yes" });
    delete PublicKeyCredential.signalCurrentUserDetails;
  });
  assertAnswers(await diagnose({ baseUrl: house.sandbox.url }), { conditionalCreate: "unknown", prf: "unknown", relatedOrigins: "unknown", signalApi: "no" });
});

test("a Content-Security-Policy that forbids WebAssembly is told", LIMIT, async (t) => {
  for (const policy of ["script-src 'self'", "default-src 'self'; connect-src *"]) {
    const { diagnose } = await openApp(t, { headers: { "content-security-policy": policy } });
    const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
    assertAnswers(diagnosis, { wasm: "no" });
    assertFinding(diagnosis, "wasm", "no", /'wasm-unsafe-eval'/);
    assert.equal(diagnosis.ok, false);
  }
});

test("WebAssembly that is switched off is told from a policy, and a policy that only reports from one that forbids", LIMIT, async (t) => {
  const off = await openApp(t, { prepare: () => delete window.WebAssembly });
  assertFinding(await off.diagnose(), "wasm", "no", /switched off/);
  const reporting = await openApp(t, { headers: { "content-security-policy-report-only": "default-src 'none'" } });
  assertAnswers(await reporting.diagnose({ baseUrl: house.sandbox.url }));
});

const [CREATE, GET] = ["publickey-credentials-create", "publickey-credentials-get"];
const POLICIES = [
  ["without allow", {}, {}, "no", new RegExp(`not use ${CREATE} and ${GET}:`)],
  ["that may get only", { allow: GET }, {}, "no", new RegExp(`not use ${CREATE}:`)],
  ["that may do both", { allow: `${CREATE}; ${GET}` }, {}, "yes", /make and use/],
  ["that may, and forbids itself", { allow: `${CREATE}; ${GET}` }, { "permissions-policy": `${GET}=()` }, "no", new RegExp(`not use ${GET}:.*Permissions-Policy`)],
];
for (const [name, attributes, headers, answer, message] of POLICIES) {
  test(`a frame of another origin ${name}: ${answer}`, LIMIT, async (t) => {
    const { page } = await openApp(t);
    const frame = await openFrame(page, clinic.frames, attributes, headers);
    const diagnosis = await frame.evaluate(runDiagnose, { baseUrl: house.sandbox.url });
    assertAnswers(diagnosis, { permissionsPolicy: answer });
    assertFinding(diagnosis, "permissionsPolicy", answer, message);
    assert.equal(diagnosis.ok, answer === "yes");
    assertFinding(await frame.evaluate(runDiagnose, { rpId: "shop.example" }), "rpId", "no", /well-known/);
  });
}

test("a browser that tells no policy is not taken for one that forbids", LIMIT, async (t) => {
  const { diagnose } = await openApp(t, { prepare: () => Object.defineProperty(document, "featurePolicy", { value: undefined }) });
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  assertAnswers(diagnosis, { permissionsPolicy: "unknown" });
  assertFinding(diagnosis, "permissionsPolicy", "unknown", /allow="publickey-credentials-create; publickey-credentials-get"/);
});

test("a feature that the browser does not know forbids nothing", LIMIT, async (t) => {
  const { diagnose } = await openApp(t, {
    headers: { "permissions-policy": `${CREATE}=()` },
    prepare: () => (document.featurePolicy.features = () => ["publickey-credentials-get"]),
  });
  assertFinding(await diagnose(), "permissionsPolicy", "yes", /make and use/);
});

test("a worker is told to leave passkeys to the page", LIMIT, async (t) => {
  const { page } = await openApp(t);
  const diagnosis = await page.evaluate(async (baseUrl) => {
    const source = `import { diagnose } from "${location.origin}/pkg/index.js"; postMessage(await diagnose({ baseUrl: "${baseUrl}" }));`;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
    const { data } = await new Promise((resolve) => (worker.onmessage = resolve));
    return data;
  }, house.sandbox.url);
  assertFinding(diagnosis, "webauthn", "no", /worker/);
  for (const name of ["secureContext", "rpId", "wasm", "api", "cors"]) assert.equal(diagnosis.findings[name].answer, "yes", name);
  assertFinding(diagnosis, "permissionsPolicy", "unknown", /does not tell/);
});
