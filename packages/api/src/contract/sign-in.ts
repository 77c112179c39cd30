import Type, { type Static } from 'typebox';

/** A browser that is signed in. */
export const SignInView = Type.Object({
  id: Type.String(),
  /** What the browser calls itself. */
  label: Type.String(),
  /** ISO 8601 UTC */
  createdAt: Type.String(),
  lastSeenAt: Type.String(),
  /** The one that asked. */
  current: Type.Boolean(),
});
export type SignInView = Static<typeof SignInView>;

export const SignInBody = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 200 }), label: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
);
export type SignInBody = Static<typeof SignInBody>;

/** The cookie comes as a header; `key` is for the page's storage and goes with every mutation. */
export const SignInResult = Type.Object({ key: Type.String(), signIn: SignInView });
export type SignInResult = Static<typeof SignInResult>;

export const SignInList = Type.Object({ items: Type.Array(SignInView) });
export type SignInList = Static<typeof SignInList>;

export const SignInParams = Type.Object({ id: Type.String() });

export const SignInLink = Type.Object({
  code: Type.String(),
  /** Path and fragment to open in a browser at this server: `<base path>#sign-in=<code>`. Works once. */
  link: Type.String(),
  /** ISO 8601 UTC */
  expiresAt: Type.String(),
});
export type SignInLink = Static<typeof SignInLink>;
