/** Whether two types are the same one, `any` and optional members told apart. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile where the type is not `true`. */
export declare function proves<_Proof extends true>(): void;
