/** How much the values of a map may weigh together; a heavier one stands alone. */
export interface Weights<Value> {
  most: number;
  of(value: Value): number;
}

/** A map that holds so many keys; for one more, the one that was set longest ago gives way. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #capacity: number;
  readonly #weights: Weights<Value>;
  #weight = 0;
  /** Goes on where it was: looked for from the start each time, the oldest key is behind all that gave way. */
  #ages: MapIterator<Key>;

  constructor(capacity: number, weights: Weights<Value> = WEIGHTLESS) {
    super();
    this.#capacity = capacity;
    this.#weights = weights;
    this.#ages = this.keys();
  }

  override set(key: Key, value: Value): this {
    this.delete(key);
    const weight = this.#weights.of(value);
    while (this.size > 0 && (this.size >= this.#capacity || this.#weight + weight > this.#weights.most))
      this.#forgetOldest();
    this.#weight += weight;
    return super.set(key, value);
  }

  override delete(key: Key): boolean {
    const value = this.get(key);
    if (value !== undefined) this.#weight -= this.#weights.of(value);
    return super.delete(key);
  }

  override clear(): void {
    this.#weight = 0;
    super.clear();
  }

  #forgetOldest(): void {
    const { value, done } = this.#ages.next();
    if (done) this.#ages = this.keys();
    else this.delete(value);
  }
}

const WEIGHTLESS: Weights<unknown> = { most: 0, of: () => 0 };
