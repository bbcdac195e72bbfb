import type { AccessBundle, BundleRequest } from "@lychgate/cli/bundle";
import { examplesOf } from "../access/examples.ts";
import { circumstancesText } from "../access/words.ts";
import { Prose } from "../ui/prose.tsx";
import { whyHref } from "./why-state.ts";

/** What to ask next: a request that is let in and one that is refused. */
export function ExampleLinks({ bundle, request }: { bundle: AccessBundle; request: BundleRequest }) {
  const examples = examplesOf(bundle, request);
  const [example, other] = examples ?? [];
  if (examples === undefined || !example) return null;
  if (!other) {
    const word = example.allowed ? "allowed" : "denied";
    return (
      <p class="lead">Always {word}: whatever the circumstances, and whatever the path's parameters are.</p>
    );
  }
  return (
    <div class="examples">
      <span class="field-label">It depends:</span>
      {examples.map(({ allowed, request: like }) => {
        const href = whyHref(like);
        return (
          <a
            key={String(allowed)}
            class="button example"
            href={href}
            aria-current={href === whyHref(request) ? "true" : undefined}
          >
            <span class={allowed ? "access-yes" : "access-no"} aria-hidden="true">
              {allowed ? "●" : "○"}
            </span>{" "}
            {allowed ? "allowed" : "denied"} <Prose text={labelOf(like, request)} />
          </a>
        );
      })}
    </div>
  );
}

function labelOf({ path, context }: BundleRequest, asked: BundleRequest): string {
  return [...(path === asked.path ? [] : [`\`${path}\``]), circumstancesText(context)].join(" ");
}
