export interface Pet {
  id: number;
  name: string;
}

/** The pets of one function instance: in memory, in the order of their ids. */
export interface Pets {
  list(): Pet[];
  get(id: number): Pet | undefined;
  /** `undefined` when the store is full. */
  create(name: string): Pet | undefined;
  /** `undefined` when no pet has the id. */
  replace(id: number, name: string): Pet | undefined;
  /** Whether there was such a pet. */
  remove(id: number): boolean;
}

/** What an instance holds at most, so that callers cannot fill its memory. */
export const MAXIMUM_PETS = 1000;

const FIRST_PETS = ["Birds", "Cats", "Dogs", "Fish"] as const;

/** Creates a store with one pet for each name, numbered from 1; an id is never given twice. */
export function createPets(names: readonly string[] = FIRST_PETS): Pets {
  const pets = new Map<number, Pet>();
  let lastId = 0;
  const store: Pets = {
    list: () => [...pets.values()],
    get: (id) => pets.get(id),
    create(name) {
      if (pets.size >= MAXIMUM_PETS) return undefined;
      lastId += 1;
      return put(lastId, name);
    },
    replace: (id, name) => (pets.has(id) ? put(id, name) : undefined),
    remove: (id) => pets.delete(id),
  };
  for (const name of names) store.create(name);
  return store;

  function put(id: number, name: string): Pet {
    const pet = { id, name };
    pets.set(id, pet);
    return pet;
  }
}
