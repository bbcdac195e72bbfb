import type { BundleMatrixRow } from "@lychgate/cli/bundle";
import { ACCESS } from "../ui/access-mark.tsx";
import { levelAt, type ShownGroup } from "./shown-matrix.ts";

/** `pet-owner, DELETE /petstore/v1/pets/{petId}: denied` */
export function cellName(row: BundleMatrixRow, group: ShownGroup): string {
  return `${group.name}, ${row.method} ${row.route}: ${accessText(row, group)}`;
}

/** `conditional, from 192.0.2.0/24` */
export function accessText(row: BundleMatrixRow, { name, place }: ShownGroup): string {
  const { conditions } = row;
  const condition = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
  return `${ACCESS[levelAt(row, place)].word}${condition === undefined ? "" : `, ${condition}`}`;
}
