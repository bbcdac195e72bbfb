/** What is to be imported: a document for each group, from wherever it came. */

/** One group's document, parsed but not yet checked. */
export interface ImportSource {
  group: string;
  /** Where it came from, for messages: a file, a table. */
  origin: string;
  document: unknown;
  description?: string;
  usageTier?: string;
  /**
   * Whether this project compiled it, so that an authorizer has bound it to one API and stage. Any other
   * document was enforced as it stands.
   */
  isCompiled: boolean;
}

/** Something that stands where a document should, and why it is none. */
export interface UnreadableSource {
  group: string;
  origin: string;
  problem: string;
}

export type ReadSource = ImportSource | UnreadableSource;

export function isUnreadable(source: ReadSource): source is UnreadableSource {
  return "problem" in source;
}
