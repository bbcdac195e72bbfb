import "../styles/checks.css";
import type { AccessBundle } from "@lychgate/cli/bundle";
import { goTo } from "../location.ts";
import { count } from "../ui/count.ts";
import type { ViewProps } from "../view.ts";
import { CHECKS, SEVERITIES } from "./checks-state.ts";
import { CoverageSection } from "./coverage-section.tsx";
import { FindingsSection } from "./findings-section.tsx";
import { GuardrailsSection } from "./guardrails-section.tsx";
import { type ShownChecks, shownChecks } from "./shown-checks.ts";

const WORDS = { all: "all", bad: "to mend", doubtful: "to look at", good: "fine" } as const;

/** What holds, what does not, and what nothing tests. */
export function View({ bundle, place }: ViewProps) {
  const { severity } = CHECKS.read(place.parameters);
  const shown = shownChecks(bundle, severity);
  return (
    <>
      <h1>Checks</h1>
      <p class="lead">{summaryOf(bundle, shown)}</p>
      <fieldset class="legend">
        <legend class="unseen">Show only checks that are</legend>
        {SEVERITIES.map((each) => (
          <button
            key={each}
            type="button"
            class="button"
            aria-pressed={severity === each}
            onClick={() => goTo({ view: "checks", path: "", parameters: CHECKS.write({ severity: each }) })}
          >
            {WORDS[each]} <b>{shown.counts[each]}</b>
          </button>
        ))}
      </fieldset>
      <GuardrailsSection all={bundle.guardrails.length} guardrails={shown.guardrails} />
      <FindingsSection all={bundle.lint.length} findings={shown.findings} />
      <CoverageSection coverage={bundle.coverage} gaps={shown.gaps} />
    </>
  );
}

function summaryOf({ guardrails, lint }: AccessBundle, { counts }: ShownChecks): string {
  const proved = guardrails.filter(({ outcome }) => outcome === "proved").length;
  const mend = counts.bad === 0 ? "Nothing has to be mended" : `${count(counts.bad, "check")} to mend`;
  return `${mend}: ${proved} of ${count(guardrails.length, "guardrail")} proved, ${count(lint.length, "finding")}.`;
}
