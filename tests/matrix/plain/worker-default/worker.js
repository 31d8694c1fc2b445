// NOTE: by path, because a worker has no import map.
import * as sdk from "../node_modules/ibex-wallet-sdk/index.js";
import { signIn } from "../worker.js";

postMessage(await signIn(sdk));
