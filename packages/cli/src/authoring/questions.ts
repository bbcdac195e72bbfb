/** What `lychgate new` asks for on a terminal. */
import { type Contract, nameOfOperation } from "@lychgate/policy";

/** Puts a question and gives the answer; what it shows before may have many lines. */
export type Ask = (question: string) => Promise<string>;

/** Asks until there is a description. */
export async function askDescription(ask: Ask, group: string): Promise<string> {
  for (;;) {
    const answer = (await ask(`Who are the members of ${group}, and what may they do? `)).trim();
    if (answer !== "") return answer;
  }
}

/** Shows the operations and asks until some are picked by their numbers. */
export async function askRoutes(ask: Ask, contract: Contract): Promise<string[]> {
  const routes = contract.operations.map(nameOfOperation);
  const width = String(routes.length).length;
  const menu = routes.map((route, index) => `  ${String(index + 1).padStart(width)}  ${route}`).join("\n");
  let before = `${menu}\n`;
  for (;;) {
    const answer = await ask(`${before}Which routes? Numbers such as \`1,3-5\`: `);
    const picked = pickNumbers(answer, routes.length);
    if (picked) return picked.flatMap((number) => routes[number - 1] ?? []);
    before = `expected numbers from 1 to ${routes.length}\n`;
  }
}

/** Reads `1,3-5`; `undefined` when it is not that, or a number is not among those that can be picked. */
export function pickNumbers(answer: string, count: number): number[] | undefined {
  const parts = answer.split(/[\s,]+/).filter((part) => part !== "");
  const picked = new Set<number>();
  for (const part of parts) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (!match || from < 1 || to > count || from > to) return undefined;
    for (let number = from; number <= to; number += 1) picked.add(number);
  }
  return picked.size === 0 ? undefined : [...picked].sort((a, b) => a - b);
}
