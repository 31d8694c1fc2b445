// Two components of the app, and somebody signed in whose data they show.

/** Begins a write in the page; `window.writes[name]` is what it comes to. */
export const write = (page, name, values) =>
  page.evaluate(
    ([name, values]) =>
      void ((window.writes ??= {})[name] = window.app.outcome(window.app.hooks.one.userData.set(values))),
    [name, values],
  );
export const written = (page, name) => page.evaluate((name) => window.writes[name], name);

/** Waits until both components show these data. */
export const shows = (until, data) =>
  until(
    (text) => ["one", "two"].every((name) => JSON.stringify(window.app.view(name)?.data) === text),
    JSON.stringify(data),
  );

/** Opens the app; `values` are what the user has stored. */
export async function openSignedIn(house, t, version, values) {
  const visit = await house.openReact(t, version);
  await visit.mount("one", "two");
  await visit.signUp();
  if (values) await visit.page.evaluate((values) => window.app.hooks.one.userData.set(values), values);
  await shows(visit.until, values ?? {});
  return visit;
}
