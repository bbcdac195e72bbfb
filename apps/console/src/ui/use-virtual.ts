import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

type Virtual = Virtualizer<HTMLElement, HTMLElement>;

type VirtualOptions = Pick<
  VirtualizerOptions<HTMLElement, HTMLElement>,
  | "count"
  | "getScrollElement"
  | "estimateSize"
  | "getItemKey"
  | "overscan"
  | "horizontal"
  | "paddingStart"
  | "scrollPaddingStart"
  | "rangeExtractor"
>;

/** Of many items in a row, those that are in sight; a component that uses it is drawn anew when that changes. */
export function useVirtual(options: VirtualOptions): Virtual {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const all = {
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => draw(undefined),
    ...options,
  };
  const [virtual] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(all));
  virtual.setOptions(all);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  return virtual;
}
