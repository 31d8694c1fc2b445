// The client as index.d.ts describes it, over the exported class. It only gives it its shape: no state, no decisions.
// The class itself stays in here, so that nobody reaches its pointer or frees it under a pending call.
export function client(core) {
  return Object.freeze({
    get session() {
      return core.session;
    },
    signUp: (options) => core.signUp(options),
    signIn: (options) => core.signIn(options),
    refresh: (options) => core.refresh(options),
    signOut: () => core.signOut(),
    userData: Object.freeze({
      get: (options) => core.getUserData(options),
      set: (values, options) => core.setUserData(values, options),
      delete: (...keys) => core.deleteUserData(keys),
    }),
    email: Object.freeze({
      validate: (email, options) => core.validateEmail(email, options),
      confirm: (options) => core.confirmEmail(options),
    }),
    request: (method, path, options) => core.request(method, path, options),
    on: (type, listener) => {
      const id = core.on(type, listener);
      return () => core.off(id);
    },
    close: () => core.close(),
  });
}
