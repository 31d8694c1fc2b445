// What diagnose() finds of the tenant and its RP ID: what the API says, and what the browser makes of it.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT } from "../empty.mjs";
import { assertAnswers, assertFinding, runDiagnose, useClinic } from "./clinic.mjs";
import { openFrame } from "./frame.mjs";

const clinic = useClinic();
const { house, openApp } = clinic;

test("a tenant that the API does not know is told, whether it was named or is the page's host", LIMIT, async (t) => {
  const { diagnose } = await openApp(t);
  const named = await diagnose({ baseUrl: house.sandbox.url, rpId: "nobody.example" });
  assertAnswers(named, { rpId: "no" });
  assertFinding(named, "rpId", "no", /no tenant nobody\.example/);
  assertFinding(named, "api", "yes", /see rpId/);
  assert.equal(named.ok, false);
  assertFinding(await diagnose({ baseUrl: `${clinic.elsewhere.url}/stranger` }), "rpId", "no", /no tenant localhost/);
});

test("an RP ID that this page may not use is told, whoever named it", LIMIT, async (t) => {
  const { diagnose } = await openApp(t);
  for (const options of [{ rpId: "shop.example" }, { rpId: "com" }, { baseUrl: house.sandbox.url, rpId: "shop.example" }]) {
    const diagnosis = await diagnose(options);
    assertFinding(diagnosis, "rpId", "no", new RegExp(`RP ID ${options.rpId}: .*well-known/webauthn`));
    assert.equal(diagnosis.ok, false);
  }
  assertFinding(await diagnose({ rpId: "https://localhost" }), "rpId", "no", /no domain/);
  assertFinding(await diagnose({ baseUrl: `${clinic.elsewhere.url}/odd` }), "rpId", "no", /no domain/);
});

test("a parent domain and a public suffix are told apart as this browser does it", LIMIT, async (t) => {
  const { diagnose } = await openApp(t, { host: "wallet.shop.localhost" });
  assertFinding(await diagnose({ rpId: "shop.localhost" }), "rpId", "yes", /shop\.localhost/);
  assertFinding(await diagnose({ rpId: "localhost" }), "rpId", "no", /a domain below it/);
});

test("a browser that does not judge RP IDs leaves open what cannot be known", LIMIT, async (t) => {
  const ways = {
    "has no signals": () => delete PublicKeyCredential.signalUnknownCredential,
    "takes any signal": () => (PublicKeyCredential.signalUnknownCredential = async () => {}),
    "fails in another way": () => (PublicKeyCredential.signalUnknownCredential = () => Promise.reject(new DOMException("", "NotAllowedError"))),
  };
  for (const [name, prepare] of Object.entries(ways)) {
    const { page, diagnose } = await openApp(t, { host: "wallet.shop.localhost", prepare });
    assertFinding(await diagnose(), "rpId", "yes", /wallet\.shop\.localhost/, name);
    assertFinding(await diagnose({ rpId: "shop.localhost" }), "rpId", "unknown", /public suffix/, name);
    assertFinding(await diagnose({ rpId: "localhost" }), "rpId", "unknown", /does not tell whether the page may use/, name);
    assertFinding(await diagnose({ rpId: "shop.example" }), "rpId", "unknown", /does not tell/, name);
    await page.evaluate(() => (PublicKeyCredential.getClientCapabilities = async () => ({ relatedOrigins: false })));
    assertFinding(await diagnose({ rpId: "shop.example" }), "rpId", "no", /does not read/, name);
  }
});

test("where the browser does not tell, the list of the RP ID does, if the page may read it", LIMIT, async (t) => {
  const { page, origin, diagnose } = await openApp(t, { prepare: () => delete PublicKeyCredential.signalUnknownCredential });
  const list = (origins, reader = "*") => ({ json: { origins }, headers: { "access-control-allow-origin": reader } });
  const lists = [
    ["no", /well-known/, list(["https://other.example"])],
    ["unknown", /does not tell/, list([origin], "https://other.example")],
    ["unknown", /does not tell/, list(origin)],
    ["unknown", /does not tell/, { ...list(), status: 404, json: undefined, body: "<!doctype html>" }],
    ["yes", /shared/, list(["https://other.example", `${origin}/`])],
  ];
  for (const [answer, message, answered] of lists) {
    await page.route("https://shop.example/.well-known/webauthn", (route) => route.fulfill(answered));
    assertFinding(await diagnose({ rpId: "shop.example" }), "rpId", answer, message);
  }
  await page.evaluate(() => delete PublicKeyCredential.getClientCapabilities);
  assertFinding(await diagnose({ rpId: "shop.example" }), "rpId", "unknown", /does not tell/);
});

test("an IP address has no RP ID, nor has a frame without an origin", LIMIT, async (t) => {
  const address = await openApp(t, { host: "127.0.0.1" });
  const byAddress = await address.diagnose({ baseUrl: house.sandbox.url });
  assertAnswers(byAddress, { rpId: "no" });
  assertFinding(byAddress, "rpId", "no", /as localhost/);
  const { page } = await openApp(t);
  const sandboxed = await openFrame(page, clinic.frames, { sandbox: "allow-scripts" });
  assertFinding(await sandboxed.evaluate(runDiagnose, {}), "rpId", "no", /sandboxed frame/);
});
