import type { AccessBundle } from "@lychgate/cli/bundle";
import { useEffect, useRef } from "preact/hooks";
import { bundleState } from "./bundle.ts";
import { CurrentView } from "./current-view.tsx";
import { formatHash, place } from "./location.ts";
import { Notices } from "./notices.tsx";
import { THEMES, theme } from "./theme.ts";
import { Failure } from "./ui/failure.tsx";
import { Loading } from "./ui/loading.tsx";
import { VIEWS, viewNamed } from "./views.ts";

/** The frame of every view. */
export function App() {
  return (
    <>
      <button type="button" class="skip button" onClick={skipToMain}>
        Skip to the content
      </button>
      <header class="frame-header">
        <span class="frame-name">Lychgate</span>
        <Navigation />
        <ThemeChoice />
      </header>
      <Notices />
      <main id="main" class="frame-main" tabIndex={-1}>
        <Content />
      </main>
      <Revision />
    </>
  );
}

/** No link, because the address holds the place. */
function skipToMain(): void {
  document.getElementById("main")?.focus();
}

function Navigation() {
  const current = viewNamed(place.value.view);
  return (
    <nav class="frame-navigation" aria-label="Views">
      <ul>
        {VIEWS.map(({ name, title }) => (
          <li key={name}>
            <a
              href={formatHash({ view: name, path: "", parameters: new Map() })}
              aria-current={current?.name === name ? "page" : undefined}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ThemeChoice() {
  return (
    <label class="frame-theme">
      <span>Theme</span>
      <select
        value={theme.value}
        onChange={({ currentTarget: { value } }) => {
          theme.value = THEMES.find((each) => each === value) ?? "system";
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

function Content() {
  const state = bundleState.value;
  const view = viewNamed(place.value.view);
  useFocusOnView(view?.name);
  if (state.kind === "loading") return <Loading what="the policies" />;
  if (state.kind === "failed") return <Failure message={state.message} advice={state.advice} />;
  return view ? <CurrentView key={view.name} {...view} bundle={state.bundle} place={place.value} /> : null;
}

/** Who goes to another view, by keyboard or screen reader, goes on there. */
function useFocusOnView(name: string | undefined): void {
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current !== name) document.getElementById("main")?.focus();
    shown.current = name;
  }, [name]);
}

function Revision() {
  const state = bundleState.value;
  return <footer class="frame-footer">{state.kind === "ready" && <RevisionText {...state.bundle} />}</footer>;
}

function RevisionText({ revision: { name, commit, hash }, comparison }: AccessBundle) {
  return (
    <p>
      Policies of <b>{name}</b>
      {commit !== undefined && ` (${commit.slice(0, 12)})`}, revision{" "}
      <code title={hash}>{hash.slice(0, 12)}</code>
      {comparison && `, compared with ${comparison.base.name}`}
    </p>
  );
}
