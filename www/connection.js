// Which API the page talks to. A new client is made first and the old one closed after, so that a typing error loses nothing.

import { createClient } from "./pkg/index.js";
import { createAction } from "./action.js";
import { byId } from "./element.js";

export function createConnection({ onClient }) {
  const field = byId("base-url");
  field.value = location.origin;

  const connect = createAction({
    form: byId("connect"),
    title: "Connect",
    busy: "Connecting…",
    cancellable: false,
    run: async () => {
      const baseUrl = field.value.trim();
      return { baseUrl, client: await createClient({ baseUrl }) };
    },
    done: ({ baseUrl, client }) => {
      onClient(client, baseUrl);
      return "The client is ready.";
    },
  });

  return { start: connect.start };
}
