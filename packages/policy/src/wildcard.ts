/** Questions about two wildcard patterns that can be answered by looking at them as texts. */

/**
 * Whether every text that `inner` matches, `outer` matches too. Sound, not complete: `false` may only mean
 * that this simple look could not tell.
 */
export function covers(outerText: string, innerText: string): boolean {
  // `?` is one character, which may be two units of the text.
  const [outer, inner] = [Array.from(outerText), Array.from(innerText)];
  // Two pointers with one step back: a `*` of `inner` can only be met by a `*` of `outer`.
  let o = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < inner.length; ) {
    const want = outer[o];
    const char = inner[i];
    if (want === "*") {
      star = o;
      resume = i;
      o += 1;
    } else if (want === char ? char !== "*" : want === "?" && char !== "*") {
      o += 1;
      i += 1;
    } else if (star !== -1) {
      o = star + 1;
      resume += 1;
      i = resume;
    } else {
      return false;
    }
  }
  return outer.slice(o).every((char) => char === "*");
}
