/** Stands in what tests give in the place of secrets, so that it is found wherever it comes out again. */
export const SECRET_MARK = "secret-canary";

/** The beginning of a JSON Web Token, of whatever algorithm. */
const TOKEN = /\beyJ[A-Za-z0-9_-]{10,}\.eyJ/;

/** Whether a text that was logged holds what none may hold: a token, or a secret of the tests. */
export function holdsSecret(text: string): boolean {
  return text.includes(SECRET_MARK) || TOKEN.test(text);
}

/** @throws Error, which does not repeat the text */
export function checkForSecrets(text: string): void {
  if (holdsSecret(text)) throw new Error("expected no token and no secret of the tests in what is logged");
}
