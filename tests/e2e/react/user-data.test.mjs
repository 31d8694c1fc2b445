// useUserData shows the same to all components: what was read, with the writes under way on top.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT, VERSIONS, hold, useReactHouse } from "./page.mjs";
import { openSignedIn, shows, write, written } from "./signed-in.mjs";

const house = useReactHouse();
const READ = { method: "GET", path: "/v1.2/ibexsafe/userdata*" };
const WRITE = { method: "POST", path: "/v1.2/ibexsafe/userdata" };
const status = (status) => ({ kind: "status", status });

/** How often the API was asked for the data. */
const reads = async () =>
  (await house.sandbox.requests()).filter(({ method, path }) => method === "GET" && path.includes("userdata")).length;

/** What the API has stored, read past the hooks. */
const stored = (page) => page.evaluate(() => window.app.hooks.one.client.userData.get());

for (const version of VERSIONS) {
  test(`React ${version}: a read that fails is told, and can be made again`, LIMIT, async (t) => {
    const { page, mount, signUp, until, view, complaints } = await house.openReact(t, version);
    await mount("one", "two");
    await house.sandbox.breakNext({ ...READ, fault: status(403) });
    await signUp();
    await until(() => window.app.view("one").status === "error" && window.app.view("two").status === "error");
    assert.deepEqual([(await view("one")).data, (await view("one")).error], [null, "forbidden"]);

    await page.evaluate(() => window.app.hooks.two.userData.reload());
    await shows(until, {});
    assert.deepEqual([(await view("one")).status, (await view("one")).error], ["success", null]);

    // What was known before stays; `error` says that it may be old, so the promise needs no other handler.
    await page.evaluate(() => window.app.hooks.one.userData.set({ city: "Paris" }));
    await house.sandbox.breakNext({ ...READ, times: 2, fault: status(403) });
    assert.deepEqual(
      await page.evaluate(() => window.app.outcome(window.app.hooks.one.userData.reload()).then(({ code }) => code)),
      "forbidden",
    );
    await page.evaluate(() => void window.app.hooks.one.userData.reload());
    await until(() => window.app.view("two").status === "error");
    assert.deepEqual((await view("two")).data, { city: "Paris" });
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: it is read once for all, when somebody looks and somebody is signed in`, LIMIT, async (t) => {
    const { page, mount, signUp, until, views, complaints } = await house.openReact(t, version);
    await mount("one", "two", "three");
    const refused = await page.evaluate(async () => {
      const { set, delete: remove, reload } = window.app.hooks.one.userData;
      return Promise.all(
        [set({ city: "Paris" }), remove("city"), reload()].map((call) =>
          window.app.outcome(call).then(({ code }) => code),
        ),
      );
    });
    assert.deepEqual(refused, ["not_signed_in", "not_signed_in", "not_signed_in"]);
    assert.equal(await reads(), 0);
    await signUp();
    await shows(until, {});
    assert.equal(await reads(), 1);
    const seen = (await views("three")).map(({ user, status }) => `${user ? "in" : "out"} ${status}`);
    assert.deepEqual([...new Set(seen)], ["out idle", "in pending", "in success"]);
    await page.evaluate(() => window.app.render(["one", "two", "three", "four"]));
    await until(() => window.app.view("four")?.status === "success");
    assert.equal(await reads(), 1);
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: nothing is read for nobody, and a component that comes later is shown the data`, LIMIT, async (t) => {
    const { page, mount, until, complaints } = await house.openReact(t, version);
    await mount("one");
    await page.evaluate(() => {
      window.client = window.app.hooks.one.client;
      window.app.render([]);
    });
    await until(() => document.querySelectorAll("output").length === 0);
    await page.evaluate(async () => {
      await window.client.signUp();
      await window.client.refresh(); // whatever the sign-up set off has been sent by now
    });
    assert.equal(await reads(), 0);
    await page.evaluate(() => window.app.render(["one", "two"]));
    await shows(until, {});
    assert.equal(await reads(), 1);
    assert.deepEqual(complaints(), []);
  });

  test(
    `React ${version}: a write is shown at once, and the refused one of several is taken back alone`,
    LIMIT,
    async (t) => {
      const { page, until, views, complaints } = await openSignedIn(house, t, version, {
        city: "Paris",
        age: 34,
        vip: true,
      });
      const held = await hold(page, "POST");
      await house.sandbox.breakNext({ ...WRITE, skip: 1, fault: status(403) });
      await house.sandbox.clearJournal();
      await write(page, "first", { city: "Rome", "private.key": "s3cret", age: null });
      await shows(until, { city: "Rome", vip: true });
      await write(page, "second", { city: "Oslo", vip: false, zip: 1 });
      await shows(until, { city: "Oslo", vip: false, zip: 1 });
      await write(page, "third", { city: "Bern", age: 35 });
      await shows(until, { city: "Bern", vip: false, zip: 1, age: 35 });

      await (await held.at(0)).answer();
      assert.deepEqual(await written(page, "first"), { value: undefined });
      await (await held.at(1)).answer();
      assert.equal((await written(page, "second")).code, "forbidden");
      await shows(until, { city: "Bern", vip: true, age: 35 });
      await (await held.at(2)).answer();
      assert.deepEqual(await written(page, "third"), { value: undefined });
      await held.free();
      assert.deepEqual(await page.evaluate(() => window.app.hooks.two.userData.data), {
        city: "Bern",
        vip: true,
        age: 35,
      });
      assert.equal(await reads(), 0);
      assert.deepEqual(await stored(page), { age: 35, city: "Bern", vip: true });

      await page.evaluate(() => window.app.hooks.two.userData.delete("age", "vip"));
      await shows(until, { city: "Bern" });
      assert.equal(JSON.stringify(await views("two")).includes("s3cret"), false);
      assert.deepEqual(complaints(), []);
    },
  );

  test(`React ${version}: what the client refuses to send is not shown, or taken back`, LIMIT, async (t) => {
    const { page, until, views, complaints } = await openSignedIn(house, t, version, { city: "Paris" });
    await house.sandbox.clearJournal();
    const codes = await page.evaluate(async () => {
      const { set, delete: remove } = window.app.hooks.one.userData;
      const bad = [{ nested: { a: 1 } }, { list: [1] }, { missing: undefined }, { "": 1 }, null, undefined].map(
        (values) => set(values),
      );
      return Promise.all([...bad, remove(7)].map((call) => window.app.outcome(call).then(({ code }) => code)));
    });
    assert.deepEqual(codes, Array(7).fill("invalid_argument"));
    await shows(until, { city: "Paris" });
    for (const name of ["nested", "list", "missing"])
      assert.equal(JSON.stringify(await views("one")).includes(name), false, name);
    assert.equal((await house.sandbox.requests()).length, 0);
    assert.deepEqual(complaints(), []);
    // A failure that nobody looks at is no secret.
    const told = [];
    page.on("pageerror", (error) => told.push(String(error)));
    await page.evaluate(async () => {
      const { set } = window.app.hooks.one.userData;
      void set({ "": 1 });
      await window.app.outcome(set({ "": 1 })); // as far as the first one
      // The browser tells of rejections in their order, so this one is the last that it tells of.
      Promise.reject(new Error("the last"));
    });
    while (told.at(-1) !== "Error: the last") await page.waitForEvent("pageerror");
    assert.equal(told.length, 2, told.join());
    assert.match(told[0], /IbexError/);
  });

  test(`React ${version}: a write whose answer never came is looked up`, LIMIT, async (t) => {
    const { page, until, complaints } = await openSignedIn(house, t, version, { city: "Paris" });
    for (const [fault, city] of [
      [{ kind: "dropAfter" }, "Rome"],
      [{ kind: "dropBefore" }, "Rome"],
      [status(500), "Rome"],
      [{ kind: "truncatedBody" }, "Bern"],
    ]) {
      await house.sandbox.clearJournal();
      await house.sandbox.breakNext({ ...WRITE, fault });
      await write(page, "lost", { city: city === "Rome" && fault.kind !== "dropAfter" ? "Oslo" : city });
      assert.ok(["network", "server_error"].includes((await written(page, "lost")).code));
      await until(() => window.app.view("one").status === "success");
      await shows(until, { city });
      assert.equal(await reads(), 1, fault.kind);
    }
    assert.deepEqual(complaints(), []);
  });

  test(
    `React ${version}: a lost write is looked up by a read of its own, though an older one is under way`,
    LIMIT,
    async (t) => {
      const { page, until, complaints } = await openSignedIn(house, t, version, { city: "Paris" });
      const held = await hold(page, "GET");
      await page.evaluate(() => void window.app.hooks.one.userData.reload());
      const older = await held.at(0);
      await older.carryOut();
      await house.sandbox.breakNext({ ...WRITE, fault: { kind: "dropAfter" } });
      await write(page, "lost", { city: "Rome" });
      assert.equal((await written(page, "lost")).code, "network");
      await older.answer();
      await (await held.at(1)).answer();
      await shows(until, { city: "Rome" });
      assert.deepEqual(complaints(), []);
    },
  );

  test(`React ${version}: a read that is older than a write does not undo it`, LIMIT, async (t) => {
    const { page, until, views, complaints } = await openSignedIn(house, t, version, { city: "Paris", age: 34 });
    const held = await hold(page, "GET");
    await page.evaluate(() => void window.app.hooks.one.userData.reload());
    const read = await held.at(0);
    await read.carryOut();
    await write(page, "meanwhile", { city: "Rome", age: null });
    assert.deepEqual(await written(page, "meanwhile"), { value: undefined });
    await read.answer();
    await until(() => window.app.view("two").status === "success");
    await shows(until, { city: "Rome" });
    const after = (await views("one")).map(({ data }) => JSON.stringify(data));
    assert.equal(
      after.slice(after.indexOf('{"city":"Rome"}')).every((data) => data === '{"city":"Rome"}'),
      true,
      after.join(),
    );
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: reads that are asked for meanwhile are one more read`, LIMIT, async (t) => {
    const { page, until, complaints } = await openSignedIn(house, t, version, { count: 1 });
    const held = await hold(page, "GET");
    const reload = () => page.evaluate(() => void (window.reloads ??= []).push(window.app.hooks.one.userData.reload()));
    await reload();
    const first = await held.at(0);
    await first.carryOut();
    // Another client of the same user, say on another device, writes what this one cannot know of.
    await page.evaluate(() => window.app.hooks.one.client.userData.set({ count: 2 }));
    await reload();
    await reload();
    await first.answer();
    await (await held.at(1)).answer();
    await page.evaluate(() => Promise.all(window.reloads));
    await shows(until, { count: 2 });
    assert.equal(held.count(), 2);
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: no commit mixes old and new data, though they change meanwhile`, LIMIT, async (t) => {
    const { page, complaints } = await house.openReact(t, version);
    const { commits, changes } = await page.evaluate(() => window.app.renderWhileChanging());
    assert.equal(changes, 2);
    for (const values of commits) assert.equal(values.length, 1, JSON.stringify(commits));
    assert.deepEqual(complaints(), []);
  });
}
