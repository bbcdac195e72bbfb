import { itemOf } from "./items.ts";

const NUMBERS = Array.from({ length: 8 }, (_, index) => index);
const groups = (name: string, route: string) => NUMBERS.map((number) => itemOf(`${name}-${number}`, route));

/** What the table holds before. */
export const OLD = [...groups("kept", "1"), ...groups("edited", "1"), ...groups("gone", "1")];

/** What it holds after. */
export const NEW = [...groups("kept", "1"), ...groups("edited", "2"), ...groups("fresh", "1")];
