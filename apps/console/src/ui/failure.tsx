import { Prose } from "./prose.tsx";

/** What went wrong and what to do about it; back-ticks in both mark code. */
export function Failure({ message, advice }: { message: string; advice: string }) {
  return (
    <div class="failure" role="alert">
      <p>
        <b>
          <Prose text={message} />
        </b>
      </p>
      <p>
        <Prose text={advice} />
      </p>
    </div>
  );
}
