// The client as index.d.ts describes it, over the exported class. It only gives it its shape: no state, no decisions.
// The class itself stays in here, so that nobody reaches its pointer or frees it under a pending call.
export function client(core, { promise, attempt, check }) {
  return Object.freeze({
    get session() {
      return attempt(() => core.session, null);
    },
    prepareSignUp: (options) => promise(() => core.prepareSignUp(options)),
    signUp: (options) => promise(() => core.signUp(options)),
    prepareSignIn: (options) => promise(() => core.prepareSignIn(options)),
    signIn: (options) => promise(() => core.signIn(options)),
    refresh: (options) => promise(() => core.refresh(options)),
    signOut: () => attempt(() => core.signOut()),
    userData: Object.freeze({
      get: (options) => promise(() => core.getUserData(options)),
      set: (values, options) => promise(() => core.setUserData(values, options)),
      delete: (...keys) => promise(() => core.deleteUserData(keys)),
    }),
    email: Object.freeze({
      validate: (email, options) => promise(() => core.validateEmail(email, options)),
      confirm: (options) => promise(() => core.confirmEmail(options)),
    }),
    request: (method, path, options) => promise(() => core.request(method, path, options)),
    on: (type, listener) => {
      const id = attempt(() => core.on(type, listener));
      check();
      return () => attempt(() => core.off(id));
    },
    close: () => attempt(() => core.close()),
  });
}
