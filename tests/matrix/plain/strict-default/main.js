import * as sdk from "../node_modules/ibex-wallet-sdk/index.js";
import { flow, show } from "../flow.js";

show(flow(sdk));
