// @vitest-environment jsdom

import * as sdk from "ibex-wallet-sdk/slim";
import { test } from "vitest";
import { isImported } from "./is-imported.js";

test("the entry is imported in jsdom", () => isImported(sdk));
