import type { StackFile } from "@lychgate/cli";

const PETS = "/petstore/v1/pets";

/** Refusals of API Gateway; whatever else answers, the call was let through. */
const REFUSALS: readonly number[] = [401, 403];

/** The call that shows that an API is open: nobody's, and what came of it. */
export interface OpenCall {
  text: string;
  isOpen: boolean;
}

export async function callOpen({ apiUrl }: Pick<StackFile, "apiUrl">): Promise<OpenCall> {
  const response = await fetch(`${apiUrl}${PETS}`);
  const isOpen = !REFUSALS.includes(response.status);
  const verdict = isOpen ? "✓" : "✗ expected to be let through\n ";
  return {
    text: `${verdict} GET /dev${PETS}  no token\n    ${response.status} ${await response.text()}`,
    isOpen,
  };
}
