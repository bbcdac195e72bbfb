/** A log that fails changes no answer. */
export function guarded<Entry>(log: ((entry: Entry) => void) | undefined): (entry: Entry) => void {
  return (entry) => {
    try {
      log?.(entry);
    } catch {
      // There is nobody left to tell.
    }
  };
}
