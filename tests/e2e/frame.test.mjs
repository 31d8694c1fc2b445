// Passkeys in an iframe of another origin: what the browser forbids is told apart from a cancel, and what it allows goes on.

import { strict as assert } from "node:assert";
import { after, before, test } from "node:test";
import { startSite } from "./app.mjs";
import { useHouse } from "./house.mjs";

const house = useHouse();
const ALLOW = "publickey-credentials-get; publickey-credentials-create";
const FORBIDDEN = `Permissions Policy keeps passkeys from this document; an iframe needs allow="${ALLOW}", and a click in it before a sign-up`;
let outer, inner;

before(async () => {
  [outer, inner] = await Promise.all([startSite(), startSite()]);
});

after(() => Promise.all([outer?.stop(), inner?.stop()]));

/** A client in an iframe; `call` makes a call there, with what it comes to. */
async function openFrame(t, allow, src = inner.url) {
  const visit = await house.open(t);
  await visit.page.goto(outer.url);
  await visit.page.setContent(`<!doctype html><title>Outer</title><iframe src="${src}" allow="${allow}"></iframe>`);
  const frame = await (await visit.page.waitForSelector("iframe")).contentFrame();
  await frame.waitForLoadState();
  await frame.evaluate(async (baseUrl) => {
    const { createClient } = await import("/pkg/index.js");
    window.ibex = await createClient({ baseUrl });
  }, house.sandbox.url);
  const call = (method) =>
    frame.evaluate(
      (method) =>
        window.ibex[method]().then(
          () => ({ code: "", message: "", cause: "" }),
          ({ code, message, cause }) => ({ code, message, cause: cause && cause.name }),
        ),
      method,
    );
  return { ...visit, frame, call };
}

for (const method of ["signUp", "signIn"]) {
  test(`${method} without the attribute is passkey_not_supported and the message names it, whoever has the focus`, async (t) => {
    const { frame, call } = await openFrame(t, "");
    const refused = { code: "passkey_not_supported", message: FORBIDDEN, cause: "NotAllowedError" };
    assert.equal(await frame.evaluate(() => document.hasFocus()), false);
    assert.deepEqual(await call(method), refused);
    await frame.evaluate(() => window.focus());
    assert.equal(await frame.evaluate(() => document.hasFocus()), true);
    assert.deepEqual(await call(method), refused);
  });
}

test("with the attribute the ceremony is held, and a cancel is a cancel", async (t) => {
  const { call, frame, authenticator } = await openFrame(t, ALLOW);
  await frame.evaluate(() => window.focus());
  // The API decides whether it takes a passkey from a frame of another origin; the sandbox does not.
  const { code, message } = await call("signUp");
  assert.deepEqual([code, message], ["bad_request", "Ceremony came from a cross-origin frame"]);
  await authenticator.setRecognised(false);
  assert.equal((await call("signUp")).code, "passkey_cancelled");
});

test("a frame of the page's own origin needs no attribute, and a cancel is a cancel there", async (t) => {
  const { call, frame, authenticator } = await openFrame(t, "", outer.url);
  await frame.evaluate(() => window.focus());
  assert.equal((await call("signUp")).code, "");
  assert.equal((await call("signIn")).code, "");
  await authenticator.setRecognised(false);
  assert.equal((await call("signIn")).code, "passkey_cancelled");
});

// Firefox and Safari do not tell what Permissions Policy says. Their exceptions, word for word.
for (const [browser, thrown] of [
  ["Firefox", "CredentialsContainer request is not allowed."],
  ["Safari", "The origin of the document is not the same as its ancestors."],
]) {
  test(`what ${browser} refuses at once in a frame of another origin is passkey_not_supported, a cancel there is none`, async (t) => {
    for (const [src, lasts, code] of [
      [inner.url, 0, "passkey_not_supported"],
      [inner.url, 400, "passkey_cancelled"],
      [outer.url, 0, "passkey_cancelled"],
    ]) {
      const { call, frame } = await openFrame(t, ALLOW, src);
      await frame.evaluate(
        ([message, lasts]) => {
          window.focus();
          Object.defineProperty(document, "featurePolicy", { value: undefined });
          // The clock is turned while the prompt is open.
          const refuse = async () => {
            const now = performance.now.bind(performance);
            performance.now = () => now() + lasts;
            throw new DOMException(message, "NotAllowedError");
          };
          Object.assign(navigator.credentials, { create: refuse, get: refuse });
        },
        [thrown, lasts],
      );
      for (const method of ["signUp", "signIn"]) {
        assert.equal((await call(method)).code, code, `${method} in ${src} after ${lasts} ms`);
      }
    }
  });
}
