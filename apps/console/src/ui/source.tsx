import { useLayoutEffect, useRef } from "preact/hooks";
import { scrollable } from "./scrollable.ts";

interface SourceProps {
  file: string;
  source: string;
  /** Lines to mark, counted from 1, and what each is marked for. */
  marks: ReadonlyMap<number, string>;
}

const LINES_ABOVE = 3;

/** A module's text with its line numbers. The first line that is marked is in sight. */
export function SourceText({ file, source, marks }: SourceProps) {
  const box = useRef<HTMLPreElement>(null);
  const first = Math.min(...marks.keys());
  useLayoutEffect(() => {
    const mark = box.current?.querySelector<HTMLElement>(".source-mark");
    if (box.current && mark) box.current.scrollTop = mark.offsetTop - LINES_ABOVE * mark.offsetHeight;
  }, [source, first]);
  const lines = source
    .replace(/\n$/, "")
    .split("\n")
    .map((text, index) => ({ text, number: index + 1 }));
  return (
    <pre class="source" ref={box} {...scrollable(file)}>
      {lines.map(({ text, number }) => (
        <SourceLine key={number} text={text} number={number} mark={marks.get(number)} />
      ))}
    </pre>
  );
}

function SourceLine({ text, number, mark }: { text: string; number: number; mark: string | undefined }) {
  return (
    <span class={mark === undefined ? "source-line" : "source-line source-mark"}>
      <span class="source-number">{number}</span>
      {mark === undefined ? <code>{text}</code> : <mark title={mark}>{text}</mark>}
      {"\n"}
    </span>
  );
}
