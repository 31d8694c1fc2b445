import * as sdk from "ibex-wallet-sdk/slim";
import { flow, show } from "../flow.js";

show(flow(sdk));
