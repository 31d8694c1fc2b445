// Answers that are none: the server is gone, something else answers in its place, or the address is unusable.

import { strict as assert } from "node:assert";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { useHouse } from "./house.mjs";
import { startSandbox } from "./sandbox.mjs";

const folder = await mkdtemp(join(tmpdir(), "ibex-e2e-"));
const house = useHouse("--db", join(folder, "sandbox.db"));
after(() => rm(folder, { recursive: true, force: true }));

test("a base URL that is none shows invalid_argument naming baseUrl and keeps the session", async (t) => {
  const { page, demo } = await house.visit(t);
  await demo.signUp();
  await page.getByLabel("Base URL of the API").fill("ftp://nowhere.example");
  await page.keyboard.press("Enter");
  assert.match(await demo.problem("Connection", "invalid_argument"), /baseUrl/);
  assert.ok(await demo.button("Sign out").isVisible());
});

test("a wasm that does not load shows wasm_load_failed and the next try connects", async (t) => {
  const { page, demo } = await house.visit(t);
  await page.addInitScript(() => {
    const { DecompressionStream } = window;
    window.mend = () => Object.assign(window, { DecompressionStream });
    delete window.DecompressionStream;
  });
  await page.reload();
  assert.match(await demo.problem("Connection", "wasm_load_failed"), /Retryable: no/);
  assert.equal(await demo.button("Create a passkey").getAttribute("aria-disabled"), "true");
  await page.evaluate(() => window.mend());
  await demo.button("Connect").click();
  await demo.says("Connection", "The client is ready.");
  await demo.signUp();
});

test("a server without a mailbox is said to have none", async (t) => {
  const bare = await startSandbox("--no-control");
  t.after(bare.stop);
  const { demo } = await house.visit(t);
  await demo.open(bare.url);
  await demo.signUp();
  assert.ok(await demo.email.getByText("This server has no mailbox").isVisible());
  assert.equal(await demo.button("Refresh the mailbox").count(), 0);
});

test("a new connection closes the old client and its session", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await demo.button("Connect").click();
  await demo.says("Session", "You are signed out");
  await demo.signIn();
});

test("HTML in the place of JSON shows invalid_response and the next answer is read again", async (t) => {
  const { page, demo } = await house.visit(t);
  await demo.signUp();
  const everything = (url) => url.pathname.includes("/ibexsafe/") || url.pathname.includes("/auth/refresh");
  await page.route(everything, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><p>Hello</p>" }));
  await demo.button("Reload").click();
  await demo.problem("User data", "invalid_response");
  await demo.button("Refresh now").click();
  await demo.problem("Session", "invalid_response");
  await page.unroute(everything);
  await demo.button("Reload").click();
  await demo.says("User data", "0 keys read.");
});

test("a server that is gone shows network as retryable, keeps unsaved edits, and serves on after its restart", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await house.sandbox.stop();
  await demo.button("Save changes").click();
  assert.match(await demo.problem("User data", "network"), /Retryable: yes/);
  assert.ok(await demo.button("Sign out").isVisible());
  await house.restart();
  await demo.save("1 change saved.");
  await demo.button("Reload").click();
  await demo.says("User data", "1 key read.");
  await demo.signOut();
  await demo.signIn({ includeUserdata: true });
  assert.equal(await demo.value("city").inputValue(), "Paris");
});
