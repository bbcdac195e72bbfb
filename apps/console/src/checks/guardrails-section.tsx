import type { BundleGuardrail, BundleRequest } from "@lychgate/cli/bundle";
import { circumstancesText } from "../access/words.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Empty } from "../ui/empty.tsx";
import { Prose } from "../ui/prose.tsx";
import { whyHref } from "../why/why-state.ts";

const OUTCOMES = {
  proved: { tone: "good", word: "✓ proved" },
  failed: { tone: "bad", word: "✗ broken" },
  undecided: { tone: "mixed", word: "? undecided" },
} as const satisfies Record<BundleGuardrail["outcome"], { tone: Tone; word: string }>;

/** `all`: so many there are, shown or not. */
export function GuardrailsSection({
  all,
  guardrails,
}: {
  all: number;
  guardrails: readonly BundleGuardrail[];
}) {
  return (
    <section aria-labelledby="guardrails">
      <h2 id="guardrails">Guardrails</h2>
      {guardrails.length === 0 && (
        <Empty>
          {all === 0
            ? "There are no guardrails: guardrails.ts beside the policies exports them."
            : "No guardrail is of this kind."}
        </Empty>
      )}
      <ul class="checks">
        {guardrails.map((guardrail) => (
          <Guardrail key={guardrail.id} {...guardrail} />
        ))}
      </ul>
    </section>
  );
}

function Guardrail({ id, rule, reason, owner, file, line, outcome, failures }: BundleGuardrail) {
  const { tone, word } = OUTCOMES[outcome];
  return (
    <li class="check-item">
      <Badge tone={tone}>{word}</Badge>
      <div>
        <b>{id}</b> <span class="check-rule">{rule}</span> {reason}
        <p class="check-place">
          <code>
            {file}:{line}
          </code>
          , owner: {owner}
        </p>
        {failures.length > 0 && (
          <ul class="failures">
            {failures.map(({ text, request }) => (
              <li key={`${text} ${JSON.stringify(request)}`}>
                <Prose text={text} /> {request && <WhyLink request={request} />}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

/** Leads to the reason of what is decided about a request. */
export function WhyLink({ request }: { request: BundleRequest }) {
  const { groups, method, path, context } = request;
  const asked = `${groups.join(" and ")}, ${method} ${path} ${circumstancesText(context)}`;
  return (
    <a href={whyHref(request)} aria-label={`Why: ${asked}`}>
      Why?
    </a>
  );
}
