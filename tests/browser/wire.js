// A `fetch` that remembers what left and what came, and that answers in place of the API where a test wants it to.
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

let seen = [];
let rules = [];

export function wire(real) {
  seen = [];
  rules = [];
  return async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const url = new URL(request.url);
    const record = {
      method: request.method,
      path: url.pathname.replace(ID, ":id"),
      query: url.search,
      origin: url.origin,
      headers: Object.fromEntries(request.headers),
      redirect: request.redirect,
      credentials: request.credentials,
      cache: request.cache,
      body: request.clone().text(),
    };
    seen.push(record);
    const rule = rules.find((rule) => rule.times > 0 && rule.method === record.method && record.path.includes(rule.path));
    if (rule) rule.times -= 1;
    const response = await (rule ? rule.act(request, real) : real(request));
    // Read as a whole: a copy would be cut off when the client, which has what it wants, lets its request go.
    const text = await response.text();
    Object.assign(record, { status: response.status, answer: text });
    const { status, headers } = response;
    return new Response([204, 205, 304].includes(status) ? null : text, { status, headers });
  };
}

/** The next `times` requests whose path contains `path` are answered by `act(request, real)`. The newest rule wins. */
export function rule(method, path, times, act) {
  rules.unshift({ method, path, times, act });
}

/** Methods and paths of what left, in order; ids are written `:id`. */
export const sent = () => seen.map(({ method, path }) => `${method} ${path}`);

/** All that left and came, with its texts. */
export async function traffic() {
  const whole = async (record) => ({ ...record, body: await record.body });
  return Promise.all(seen.map(whole));
}
