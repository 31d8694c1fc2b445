// E-mail verification in two steps: a code is sent to the address, and the address is confirmed with it.

import { createAction } from "./action.js";
import { byId } from "./element.js";
import { createMailbox } from "./mailbox.js";

const DEFAULTS = { email: "", code: "", "user-data-name": "email" };
const OPTINS = ["optin-news", "optin-notifications"];

export function createEmail({ current, onConfirmed }) {
  const mailbox = createMailbox({ onUse: useMail });
  const address = () => byId("email").value.trim();

  const validate = createAction({
    form: byId("validate"),
    title: "Send a code",
    busy: "Sending the code…",
    run: (signal) => current().email.validate(address(), { signal }),
    done: () => {
      mailbox.refresh();
      return "A code is on its way.";
    },
  });

  const confirm = createAction({
    form: byId("confirm"),
    title: "Confirm the address",
    busy: "Confirming…",
    run: (signal) =>
      current().email.confirm({
        email: address(),
        code: byId("code").value.trim(),
        userDataName: byId("user-data-name").value.trim() || undefined,
        optinNews: byId("optin-news").checked,
        optinNotifications: byId("optin-notifications").checked,
        signal,
      }),
    done: () => {
      byId("code").value = "";
      onConfirmed();
      return "The address is confirmed and stored in your user data.";
    },
  });

  function useMail({ to, code }) {
    byId("email").value = to;
    byId("code").value = code;
    byId("code").focus();
  }

  return {
    setServer: mailbox.setServer,
    start: mailbox.start,
    reset() {
      validate.reset();
      confirm.reset();
      mailbox.reset();
      for (const [id, value] of Object.entries(DEFAULTS)) byId(id).value = value;
      for (const id of OPTINS) byId(id).checked = false;
    },
  };
}
