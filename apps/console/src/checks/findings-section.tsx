import type { BundleFinding } from "@lychgate/cli/bundle";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Empty } from "../ui/empty.tsx";
import { Prose } from "../ui/prose.tsx";
import { WhyLink } from "./guardrails-section.tsx";

const TONES = { error: "bad", warning: "mixed", info: "plain" } as const satisfies Record<
  BundleFinding["severity"],
  Tone
>;

export function FindingsSection({ all, findings }: { all: number; findings: readonly BundleFinding[] }) {
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {findings.length === 0 && <Empty>{all === 0 ? "No findings." : "No finding is of this kind."}</Empty>}
      <ul class="checks">
        {findings.map((finding) => (
          <Finding key={`${finding.file}:${finding.line} ${finding.rule} ${finding.message}`} {...finding} />
        ))}
      </ul>
    </section>
  );
}

function Finding({ rule, severity, message, fix, file, line, group, request }: BundleFinding) {
  return (
    <li class="check-item">
      <Badge tone={TONES[severity]}>{severity}</Badge>
      <div>
        <b>{rule}</b> <Prose text={message} /> {request && <WhyLink request={request} />}
        <p class="check-fix">
          <Prose text={fix} />
        </p>
        <p class="check-place">
          <code>
            {file}:{line}
          </code>
          {group !== undefined && `, group ${group}`}
        </p>
      </div>
    </li>
  );
}
