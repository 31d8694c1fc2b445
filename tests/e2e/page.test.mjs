// The page itself: nothing in its console, a name on every control, no sideways scrolling; and its pictures.

import { strict as assert } from "node:assert";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { useHouse } from "./house.mjs";
import { ROOT } from "./sandbox.mjs";

const PICTURES = join(ROOT, "target", "e2e");
const NARROW = { width: 320, height: 720 };
const WIDE = { width: 1200, height: 900 };
const house = useHouse();

/** Everything the page can show at once: a session, data, a mail, a diagnosis. */
async function goodVisit(t, pageOptions) {
  const visit = await house.visit(t, pageOptions);
  const { page, demo } = visit;
  await page.getByLabel("Display name").fill("Jane Doe");
  await demo.signUp();
  await demo.addRow("firstName", "string", "Jane");
  await demo.addRow("age", "number", "34");
  await demo.addRow("optin.newsletter", "boolean", "true");
  await demo.addRow("private.apiKey", "string", "s3cret");
  await demo.save("4 changes saved.");
  await demo.sendCode("jane.doe@foo.domain");
  await page.getByRole("button", { name: /^Use code/ }).click();
  await demo.button("Diagnose").click();
  await demo.says("Diagnosis", "Nothing is in the way");
  return visit;
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("the story leaves no error, no warning and no CSP violation in the console", async (t) => {
  const { page, demo, complaints } = await goodVisit(t);
  await demo.button("Confirm the address").click();
  await demo.says("User data", "keys read.");
  await demo.signOut();
  await demo.signIn({ includeUserdata: true });
  await demo.button("Refresh now").click();
  await demo.says("Session", "The session is renewed.");
  assert.deepEqual(complaints, []);
  assert.equal(await page.locator("[style], style, script:not([src])").count(), 0);
});

test("every control has a name of its own, and headings and ids are in order", async (t) => {
  const { page } = await goodVisit(t);
  const controls = page.locator("button, input, select, table, [role=log], [role=region]");
  const nameless = [];
  for (const control of await controls.all()) {
    if (!(await control.isVisible())) continue;
    const snapshot = await control.ariaSnapshot();
    if (!/"[^"]+"|: \S/.test(snapshot.split("\n")[0])) nameless.push(snapshot);
  }
  assert.deepEqual(nameless, []);

  const { levels, doubled, unlabelled } = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return {
      levels: [...document.querySelectorAll("h1, h2, h3, h4")].map(({ tagName }) => Number(tagName[1])),
      doubled: ids.filter((id, index) => ids.indexOf(id) !== index),
      unlabelled: [...document.querySelectorAll("input, select")].filter(({ labels }) => labels.length !== 1).map(({ outerHTML }) => outerHTML),
    };
  });
  assert.equal(levels[0], 1);
  assert.ok(levels.every((level, index) => index === 0 || (level > 1 && level - levels[index - 1] <= 1)), `headings: ${levels}`);
  assert.deepEqual(doubled, []);
  assert.deepEqual(unlabelled, []);
});

test("the skip link is the first stop of the keyboard and leads to the content", async (t) => {
  const { page } = await house.visit(t);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  assert.ok(await skip.evaluate((node) => node === document.activeElement));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.getByLabel("Base URL of the API").evaluate((node) => node === document.activeElement));
});

for (const colorScheme of ["light", "dark"]) {
  test(`text has the contrast of AA in ${colorScheme} mode`, async (t) => {
    const { page, demo } = await goodVisit(t, { colorScheme });
    await demo.confirm("0");
    await demo.problem("E-mail verification", "bad_request");
    await page.locator("h1").hover(); // No button is between two colours.
    assert.deepEqual(await page.evaluate(lowContrasts), []);
  });

  test(`nothing scrolls sideways at 320 px in ${colorScheme} mode`, async (t) => {
    const { page, demo } = await goodVisit(t, { colorScheme, viewport: NARROW, autofill: true });
    assert.equal(await overflow(page), 0);
    await demo.confirm("0");
    await demo.problem("E-mail verification", "bad_request");
    assert.equal(await overflow(page), 0);
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `narrow-${colorScheme}.png`), fullPage: true });
  });

  test(`the wide page fits in ${colorScheme} mode and its picture is taken`, async (t) => {
    const { page, demo } = await goodVisit(t, { colorScheme, viewport: WIDE, autofill: true });
    assert.equal(await overflow(page), 0);
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `wide-${colorScheme}.png`), fullPage: true });
    if (colorScheme === "light" && process.env.UPDATE_SCREENSHOT === "1") {
      await page.mouse.move(0, 0);
      await page.evaluate(() => scrollTo(0, 0));
      const { y, height } = await demo.email.boundingBox();
      await page.screenshot({ path: join(ROOT, "www", "screenshot.png"), fullPage: true, clip: { x: 0, y: 0, ...WIDE, height: y + height + 16 } });
    }
  });
}

// Runs in the page: the texts whose colour differs too little from the surface behind them (WCAG 2.2, 1.4.3).
function lowContrasts() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [r, g, b] = rgba(color).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const surface = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgba(color)[3] === 255) return color;
    }
    return "Canvas";
  };
  const low = [];
  for (const node of document.querySelectorAll("body *")) {
    const text = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    if (!(text || node.matches("input, select")) || !node.checkVisibility() || node.matches("option, .hidden-label, .skip, [aria-disabled=true]")) continue;
    const [a, b] = [luminance(getComputedStyle(node).color), luminance(surface(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(`${node.tagName} "${node.textContent.trim().slice(0, 40)}" ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
  }
  return low;
}
