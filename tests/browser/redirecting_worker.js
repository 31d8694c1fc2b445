// A service worker as a server that redirects: everything below /tests/browser/api/ moves elsewhere.
// It counts who arrives there, and with which headers.
let arrived = [];

async function answer(request) {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/arrived")) return Response.json(arrived);
  if (!pathname.includes("/elsewhere/")) return Response.redirect(new URL(`elsewhere${pathname}`, request.url), 307);
  arrived.push(Object.fromEntries(request.headers));
  return Response.json({ moved: true });
}

addEventListener("install", () => skipWaiting());
addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname.startsWith("/tests/browser/api/")) event.respondWith(answer(event.request));
});
