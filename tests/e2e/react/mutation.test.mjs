// useMutation shows what becomes of the latest run, and run() is the call itself.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT, VERSIONS, useReactHouse } from "./page.mjs";

const house = useReactHouse();

/** What the component shows of its calls. */
const shown = async (view) => {
  const { call, came, refused } = await view("one");
  return { call, came, refused };
};

for (const version of VERSIONS) {
  test(`React ${version}: a run that fails rejects, and says why until it is reset`, LIMIT, async (t) => {
    const { page, mount, until, view, complaints } = await house.openReact(t, version);
    await mount("one");
    const refused = await page.evaluate(() =>
      window.app.outcome(window.app.hooks.one.mutation.run((client) => client.userData.get())),
    );
    assert.equal(refused.code, "not_signed_in");
    await until(() => window.app.view("one").call === "error");
    assert.deepEqual(await shown(view), { call: "error", came: null, refused: "not_signed_in" });

    const thrown = await page.evaluate(() => {
      const blunder = () => {
        throw new Error("a blunder");
      };
      return window.app.outcome(window.app.hooks.one.mutation.run(blunder));
    });
    assert.equal(thrown.code, "a blunder");
    await until(() => window.app.view("one").refused === "a blunder");

    await page.evaluate(() => window.app.hooks.one.mutation.reset());
    await until(() => window.app.view("one").call === "idle");
    assert.deepEqual(await shown(view), { call: "idle", came: null, refused: null });
    // Nobody has to look at the promise as well: no complaint of a rejection that is not handled.
    await page.evaluate(() => void window.app.hooks.one.mutation.run((client) => client.userData.get()));
    await until(() => window.app.view("one").refused === "not_signed_in");
    assert.deepEqual(complaints(), []);
  });

  test(
    `React ${version}: a run before there is a client waits for it; with one, it reaches it at once`,
    LIMIT,
    async (t) => {
      const { page, until, view, complaints } = await house.openReact(t, version);
      await page.evaluate(() => {
        const gate = new Promise((resolve) => (window.release = resolve));
        window.app.before = () => gate;
        window.app.mount(["one"]);
      });
      await until(() => window.app.calls === 2);
      await page.evaluate(() => {
        window.early = window.app.outcome(window.app.hooks.one.mutation.run((client) => client.session));
      });
      await until(() => window.app.view("one").call === "pending");
      await page.evaluate(() => window.release());
      assert.deepEqual(await page.evaluate(() => window.early), { value: null });
      await until(() => window.app.view("one").call === "success");

      const at = await page.evaluate(async () => {
        const order = [];
        const run = window.app.hooks.one.mutation.run(() => order.push("called"));
        order.push("returned");
        await run;
        return order;
      });
      assert.deepEqual(at, ["called", "returned"]);
      assert.equal((await view("one")).ready, true);
      assert.deepEqual(complaints(), []);
    },
  );

  test(`React ${version}: what an older run comes to is shown no more`, LIMIT, async (t) => {
    const { page, mount, until, view, complaints } = await house.openReact(t, version);
    await mount("one");
    const results = await page.evaluate(async () => {
      const { run } = window.app.hooks.one.mutation;
      const settle = {};
      const answered = (name) => () => new Promise((resolve, reject) => (settle[name] = { resolve, reject }));
      const runs = ["first", "second", "third"].map((name) => window.app.outcome(run(answered(name))));
      settle.third.resolve("third");
      await runs[2];
      settle.first.resolve("first");
      settle.second.reject(new Error("second"));
      return Promise.all(runs);
    });
    assert.deepEqual(results, [{ value: "first" }, { code: "second" }, { value: "third" }]);
    await until(() => window.app.view("one").call === "success");
    assert.deepEqual(await shown(view), { call: "success", came: "third", refused: null });

    await page.evaluate(async () => {
      const { run, reset } = window.app.hooks.one.mutation;
      let settle;
      const late = run(() => new Promise((resolve) => (settle = resolve)));
      reset();
      settle("late");
      await late;
    });
    await until(() => window.app.view("one").call !== "success" || window.app.view("one").came === "late");
    assert.deepEqual(await shown(view), { call: "idle", came: null, refused: null });
    const came = await page.evaluate(() => window.app.views.one.map((view) => view.came));
    for (const name of ["first", "second", "late"]) assert.equal(came.includes(name), false, name);
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: run stays the same function and calls what was rendered last`, LIMIT, async (t) => {
    const { page, mount, until, complaints } = await house.openReact(t, version);
    await mount("one");
    await page.evaluate(() => {
      window.run = window.app.hooks.one.mutation.run;
      window.app.render(["one", "two", "three"]);
    });
    await until(() => window.app.view("three")?.ready);
    const seen = await page.evaluate(async () => ({
      others: await window.run((client, others) => others),
      same: window.run === window.app.hooks.one.mutation.run,
    }));
    assert.deepEqual(seen, { others: 2, same: true });
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: a component that is gone neither hears of its run nor complains`, LIMIT, async (t) => {
    const { page, mount, until, complaints } = await house.openReact(t, version);
    await mount("one", "two");
    await page.evaluate(() => {
      const { run } = window.app.hooks.two.mutation;
      window.run = run;
      window.late = window.app.outcome(run(() => new Promise((resolve) => (window.settle = resolve))));
      window.app.render(["one"]);
    });
    await until(() => document.querySelectorAll("output").length === 1);
    const commits = await page.evaluate(() => window.app.views.two.length);
    const late = await page.evaluate(() => {
      window.settle("late");
      return window.late;
    });
    assert.deepEqual(late, { value: "late" });
    assert.equal(await page.evaluate(() => window.app.views.two.length), commits);
    // With the provider gone, too, a run is refused, and waits for nothing.
    const refused = await page.evaluate(() => {
      window.app.unmount();
      return window.app.outcome(window.run((client) => client.refresh()));
    });
    assert.equal(refused.code, "client_closed");
    assert.deepEqual(complaints(), []);
  });
}
