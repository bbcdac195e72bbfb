/** What a view shows, typed, as the parameters of an address. What is as usual is left out of it. */
import type { Parameters } from "./location.ts";

interface Field<T> {
  usual: T;
  /** `undefined` where the text says nothing that the field can hold. */
  read(text: string): T | undefined;
  write(value: T): string;
}

export interface StateForm<S> {
  usual: S;
  read(parameters: Parameters): S;
  write(state: Partial<S>): Parameters;
}

/** Describes the state of a view: `stateOf({ q: text(), sensitive: flag(), groups: list() })`. */
export function stateOf<S extends object>(fields: { [K in keyof S]: Field<S[K]> }): StateForm<S> {
  const names = Object.keys(fields) as (keyof S & string)[];
  const record = (read: <K extends keyof S & string>(name: K) => S[K]) =>
    Object.fromEntries(names.map((name) => [name, read(name)])) as S;
  return {
    usual: record((name) => fields[name].usual),
    read: (parameters) =>
      record((name) => {
        const written = parameters.get(name);
        return (written === undefined ? undefined : fields[name].read(written)) ?? fields[name].usual;
      }),
    write: (state) =>
      new Map(
        names.flatMap((name): [string, string][] => {
          const value = state[name];
          if (value === undefined) return [];
          const written = fields[name].write(value);
          return written === fields[name].write(fields[name].usual) ? [] : [[name, written]];
        }),
      ),
  };
}

export function text(usual = ""): Field<string> {
  return { usual, read: (written) => written, write: (value) => value };
}

export function flag(): Field<boolean> {
  return { usual: false, read: (written) => written === "true", write: String };
}

export function choice<const T extends string>(options: readonly T[], usual: T): Field<T> {
  return { usual, read: (written) => options.find((option) => option === written), write: (value) => value };
}

/** Texts that are not empty; a comma within one is escaped. */
export function list(): Field<readonly string[]> {
  return {
    usual: [],
    read: (written) => written.split(",").filter(Boolean).map(unescaped),
    write: (value) => value.filter(Boolean).map(escaped).join(","),
  };
}

const escaped = (item: string) => item.replaceAll("%", "%25").replaceAll(",", "%2C");
const unescaped = (item: string) => item.replaceAll("%2C", ",").replaceAll("%25", "%");
