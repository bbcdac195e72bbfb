import { afterEach } from "vitest";

/** An event as a browser would see it. */
export interface ReadEvent {
  event: string;
  data: unknown;
  id?: string;
}

export interface ReadEvents {
  headers: Headers;
  next(): Promise<ReadEvent>;
  end(): Promise<void>;
}

const open: ReadEvents[] = [];
afterEach(async () => {
  for (const events of open.splice(0)) await events.end();
});

/** Opens a stream of Server-Sent Events. */
export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<ReadEvents> {
  const ending = new AbortController();
  const response = await fetch(url, { headers, signal: ending.signal });
  const blocks = blocksOf(response);
  const events: ReadEvents = {
    headers: response.headers,
    async next() {
      for (;;) {
        const { value, done } = await blocks.next();
        if (done) throw new Error("expected an event, but the stream ended");
        const event = eventOf(value);
        if (event) return event;
      }
    },
    async end() {
      ending.abort();
    },
  };
  open.push(events);
  return events;
}

async function* blocksOf(response: Response): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    yield* blocks;
  }
}

/** `undefined` for what a browser tells nobody. */
function eventOf(block: string): ReadEvent | undefined {
  const fields = new Map(
    block.split("\n").map((line) => [line.split(": ", 1)[0], line.slice(line.indexOf(": ") + 2)]),
  );
  const [event, data, id] = ["event", "data", "id"].map((name) => fields.get(name));
  if (event === undefined || data === undefined) return undefined;
  return { event, data: JSON.parse(data), ...(id !== undefined && { id }) };
}
