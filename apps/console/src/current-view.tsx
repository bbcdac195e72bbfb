import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Boundary } from "./ui/boundary.tsx";
import { Failure } from "./ui/failure.tsx";
import { Loading } from "./ui/loading.tsx";
import type { ViewProps } from "./view.ts";
import type { VIEWS } from "./views.ts";

type CurrentViewProps = ViewProps & (typeof VIEWS)[number];

/** Shows a view once it is loaded. */
export function CurrentView({ title, load, bundle, place }: CurrentViewProps) {
  const loaded = useSignal<{ View: ComponentType<ViewProps> } | "failed" | undefined>(undefined);
  useEffect(() => {
    document.title = `${title} · Lychgate`;
    load().then(
      (module) => {
        loaded.value = module;
      },
      () => {
        loaded.value = "failed";
      },
    );
  }, [title, load]);
  if (loaded.value === undefined) return <Loading what={`the view ${title}`} />;
  if (loaded.value === "failed") {
    return <Failure message={`the view ${title} cannot be loaded`} advice="Reload the page." />;
  }
  const { View } = loaded.value;
  return (
    <Boundary>
      <View bundle={bundle} place={place} />
    </Boundary>
  );
}
