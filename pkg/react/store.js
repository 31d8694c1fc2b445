// What one provider shows: the client, who is signed in, and the user data. Only open() makes a client, so a store that
// nobody has opened is what a server renders.
import { ibexError } from "../error.js";
import { IDLE, createUserData } from "./user-data.js";

export const NOBODY = null;
export const UNCONNECTED = Object.freeze({ client: null, error: null });

function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  parts.promise.catch(() => {}); // those who wait are told; there may be none
  return parts;
}

export function createStore() {
  const listeners = new Set();
  let connection = UNCONNECTED;
  let session = NOBODY;
  let userData = null; // of the user who is signed in
  let readers = 0; // components that show user data
  let ready = deferred();
  let isOpen = true; // it will be: components may call before the provider's effect has run

  const changed = () => [...listeners].forEach((listener) => listener());

  function subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function enter(client, next) {
    const isOther = next?.externalUserId !== session?.externalUserId;
    session = next;
    if (isOther) userData = next && createUserData(client, next.externalUserId, changed);
    changed();
    if (readers > 0) userData?.begin();
  }

  // Reaches the client before it returns, because a passkey prompt may need the click that it was called in.
  async function ask(client, call) {
    try {
      return await call(client);
    } catch (error) {
      // An instance that has failed tells no listener that its sessions are gone.
      if (client === connection.client && session && !client.session) enter(client, NOBODY);
      throw error;
    }
  }

  const run = (call) => {
    const { client } = connection;
    return client ? ask(client, call) : ready.promise.then((client) => ask(client, call));
  };

  // Makes a client, and returns what closes it.
  function open(createClient) {
    if (!isOpen) ready = deferred();
    isOpen = true;
    const { resolve, reject } = ready;
    let isOver = false;
    let off;

    async function connect() {
      try {
        const client = await createClient();
        if (isOver) return client.close();
        off = client.on("session", (next) => enter(client, next));
        connection = { client, error: null };
        resolve(client);
        enter(client, client.session);
      } catch (error) {
        if (isOver) return; // nobody is there any more to be told
        connection = { client: null, error };
        reject(error);
        changed();
      }
    }

    connect();
    return () => {
      isOver = true;
      isOpen = false;
      const { client } = connection;
      connection = UNCONNECTED;
      off?.();
      client?.close();
      reject(ibexError("client_closed", "the provider of this client is unmounted", false));
      enter(null, NOBODY);
    };
  }

  return {
    open,
    run,
    subscribe,
    connection: () => connection,
    session: () => session,
    userData: () => userData?.shown() ?? IDLE,
    subscribeUserData(listener) {
      const unsubscribe = subscribe(listener);
      readers += 1;
      userData?.begin();
      return () => {
        readers -= 1;
        unsubscribe();
      };
    },
    // Where nobody is signed in, the client says so.
    actions: {
      set: (...all) => run((client) => (userData ?? client.userData).set(...all)),
      delete: (...keys) => run((client) => (userData ?? client.userData).delete(...keys)),
      reload() {
        const read = run((client) => (userData ? userData.read() : client.userData.get().then(() => {})));
        read.catch(() => {}); // `error` shows it, too
        return read;
      },
    },
  };
}
