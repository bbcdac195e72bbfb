import { stackState } from "../live.ts";

/** Leads to Try it, where there is a stack to try it on. */
export function TryLink({ to }: { to: () => string | undefined }) {
  const href = stackState.value.kind === "running" ? to() : undefined;
  if (href === undefined) return null;
  return (
    <p>
      <a href={href}>Try it on the local stack</a>
    </p>
  );
}
