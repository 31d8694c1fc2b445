// A server on a free port of this machine, which stops at once.

import { once } from "node:events";
import { createServer } from "node:http";

/** `answer` is Node's request listener. */
export async function listen(answer) {
  const server = createServer(answer).listen(0, "localhost");
  await once(server, "listening");
  return {
    url: `http://localhost:${server.address().port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
