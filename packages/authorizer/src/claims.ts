/** The claims of a token that was verified, of whatever type they are. */
export type Claims = Readonly<Record<string, unknown>>;
