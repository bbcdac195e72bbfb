import { Component, type FunctionComponent } from "preact";

/** A component that is drawn anew only where one of its properties is another. */
export function memo<P extends object>(Inner: FunctionComponent<P>): new () => Component<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return differs(this.props, next) || differs(next, this.props);
    }

    override render() {
      return <Inner {...this.props} />;
    }
  };
}

function differs(a: object, b: object): boolean {
  const others = new Map(Object.entries(b));
  return Object.entries(a).some(([name, value]) => others.get(name) !== value);
}
