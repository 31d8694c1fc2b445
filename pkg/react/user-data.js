// The user data of one user as components show it: what was read, with the writes under way on top of it.

export const IDLE = Object.freeze({ status: "idle", data: null, error: null });
const PENDING = Object.freeze({ status: "pending", error: null });
const SUCCESS = Object.freeze({ status: "success", error: null });

// What a read would bring of a write. The client refuses other values, but only after they would have been shown.
const isReadable = ([key, value]) =>
  !key.startsWith("private.") && (value === null || ["string", "number", "boolean"].includes(typeof value));
const readable = (values) => Object.fromEntries(Object.entries(values ?? {}).filter(isReadable));

function merge(data, change) {
  return Object.fromEntries(Object.entries({ ...data, ...change }).filter(([, value]) => value !== null));
}

// Nothing was sent, or the API refused it. Whatever else a write comes to, it may have been carried out.
const isRefusal = ({ code, status }) => code === "invalid_argument" || (status >= 400 && status < 500);

// `changed` is called when there is something else to show.
export function createUserData(client, user, changed) {
  const writes = []; // under way, in the order of the calls, in which they also reach the server
  let known = null; // what was read, with the writes that succeeded since
  let recent; // the writes that succeeded since the present read was sent: its answer may be older than they are
  let reading = null;
  let again = false;
  let shown = { ...PENDING, data: null };

  const isSignedIn = () => client.session?.externalUserId === user;

  function show(outcome = { status: shown.status, error: shown.error }) {
    shown = { ...outcome, data: known && writes.reduce(merge, known) };
    changed();
  }

  async function readAll() {
    let outcome;
    do {
      again = false;
      recent = [];
      show(PENDING);
      try {
        const answer = await client.userData.get();
        known = recent.reduce(merge, answer);
        outcome = SUCCESS;
      } catch (error) {
        outcome = { status: "error", error };
        again ||= error.code === "not_signed_in"; // then this user has signed in anew, or is gone
      }
    } while (again && isSignedIn());
    reading = null;
    show(outcome);
    if (outcome.error) throw outcome.error;
  }

  // NOTE: a read under way may be older than what it is now asked for, and the client would share it with the next. So
  // that one waits for its end.
  function read() {
    again = reading !== null;
    return (reading ??= readAll());
  }

  // Nobody waits for it; what it comes to is shown.
  const load = () => void read().catch(() => {});

  async function write(values, send) {
    const change = readable(values);
    const answer = send();
    const isOver = () => writes.splice(writes.indexOf(change), 1);
    writes.push(change);
    show();
    try {
      await answer;
    } catch (error) {
      isOver();
      show();
      if (!isRefusal(error) && isSignedIn()) load();
      throw error;
    }
    isOver();
    known &&= merge(known, change);
    if (reading) recent.push(change);
    show();
  }

  return {
    shown: () => shown,
    // Reads what nobody has asked for yet.
    begin() {
      if (shown.data === null && shown.error === null && !reading) load();
    },
    read,
    set: (values, options) => write(values, () => client.userData.set(values, options)),
    delete(...keys) {
      const values = Object.fromEntries(keys.map((key) => [key, null]));
      return write(values, () => client.userData.delete(...keys));
    },
  };
}
