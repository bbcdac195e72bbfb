import { Component, type ComponentChildren } from "preact";
import { Failure } from "./failure.tsx";

interface State {
  message?: string;
}

/** Keeps a fault of one view from taking the whole page. */
export class Boundary extends Component<{ children: ComponentChildren }, State> {
  override state: State = {};

  static override getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <Failure
        message={`this view cannot be shown: ${message}`}
        advice="Choose another view, or reload the page."
      />
    );
  }
}
