/** What a view is given, and what its module has. */
import type { AccessBundle } from "@lychgate/cli/bundle";
import type { ComponentType } from "preact";
import type { Place } from "./location.ts";

export interface ViewProps {
  bundle: AccessBundle;
  place: Place;
}

export interface ViewModule {
  View: ComponentType<ViewProps>;
}
