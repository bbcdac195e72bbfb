import { news, problems } from "./live.ts";
import { formatHash } from "./location.ts";
import { count } from "./ui/count.ts";

/** What the local stack tells: heard by screen readers, seen under the header. */
export function Notices() {
  return (
    <>
      <div role="status" class="notice-region">
        {news.value && (
          <p class="notice">
            {news.value.text}{" "}
            {news.value.changes && (
              <a href={formatHash({ view: "compare", path: "", parameters: new Map() })}>Compare</a>
            )}
            <button
              type="button"
              class="notice-close"
              onClick={() => {
                news.value = undefined;
              }}
            >
              Dismiss
            </button>
          </p>
        )}
      </div>
      <div role="alert" class="notice-region">
        {problems.value.length > 0 && <Problems />}
      </div>
    </>
  );
}

function Problems() {
  return (
    <div class="notice notice-bad">
      <p>
        <b>{count(problems.value.length, "problem")} in the policies as saved.</b> What is shown, and in
        force, is what was sound before.
      </p>
      <ul>
        {problems.value.map(({ file, line, message }) => (
          <li key={`${file}:${line}:${message}`}>
            {file !== "" && (
              <code>
                {file}:{line}
              </code>
            )}{" "}
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
