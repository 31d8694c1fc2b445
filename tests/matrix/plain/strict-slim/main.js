import * as sdk from "../node_modules/ibex-wallet-sdk/slim.js";
import { flow, show } from "../flow.js";

show(flow(sdk));
