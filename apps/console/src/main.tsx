import "./styles/base.css";
import "./styles/frame.css";
import "./styles/ui.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { loadBundle } from "./bundle.ts";
import { followStack } from "./live.ts";
import { followLocation, place } from "./location.ts";
import { followTheme } from "./theme.ts";
import { receiveLogin } from "./try/login-return.ts";
import { viewNamed } from "./views.ts";

followTheme();
receiveLogin();
followLocation();
const root = document.getElementById("console");
if (root) render(<App />, root);
// The view and the bundle come together; what fails here is told where the view is shown.
viewNamed(place.value.view)
  ?.load()
  .catch(() => {});
void loadBundle();
void followStack();
