// For a bundler that leaves the wasm behind: the app copies the file beside its bundle and says so.
import * as sdk from "ibex-wallet-sdk/slim";
import { flow, show } from "../flow.js";

show(flow(sdk, { wasm: "ibex.wasm" }));
