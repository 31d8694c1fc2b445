import { show } from "../flow.js";
import { answerOf } from "../worker.js";

show(answerOf(new URL("worker.js", import.meta.url)));
