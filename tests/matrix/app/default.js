import * as sdk from "ibex-wallet-sdk";
import { flow, show } from "../flow.js";

show(flow(sdk));
