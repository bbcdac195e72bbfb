import type { ServerResponse } from "node:http";
import { NOT_KEPT, SAFE_HEADERS } from "./answers.ts";

/** An event for the console's pages. */
export interface ConsoleEvent {
  event: string;
  data: unknown;
  /** What a page that lost its connection has seen last. */
  id?: string;
}

/** A connection over which nothing goes for long may be taken for dead. */
const BEAT_MS = 15_000;

/** Server-Sent Events to every page that is open. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface EventStream {
  /** @param first what a new page is told at once */
  open(response: ServerResponse, first: readonly ConsoleEvent[]): void;
  send(event: ConsoleEvent): void;
}

export function eventStream(): EventStream {
  const pages = new Set<ServerResponse>();
  return {
    open(response, first) {
      response.writeHead(200, { ...SAFE_HEADERS, ...NOT_KEPT, "content-type": "text/event-stream" });
      response.write(`retry: 1000\n\n${first.map(textOf).join("")}`);
      const beat = setInterval(() => response.write(":\n\n"), BEAT_MS);
      beat.unref();
      pages.add(response);
      response.on("close", () => {
        clearInterval(beat);
        pages.delete(response);
      });
    },
    send(event) {
      for (const page of pages) page.write(textOf(event));
    },
  };
}

/** JSON holds no line end, so the data is one line. */
function textOf({ event, data, id }: ConsoleEvent): string {
  return `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
