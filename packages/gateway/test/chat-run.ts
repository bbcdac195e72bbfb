/** The chat that a case describes, and the steps of the case. */
import { createIamDirectory, type IamFile } from "../src/index.ts";
import { behaving, patched } from "./case-gateway.ts";
import { CHAT, type Chat, type ChatClient, connectTo, serveChat } from "./chat.ts";
import { recorder, result } from "./petstore.ts";
import { HOST, presignedRequest, type Signing, signedRequest } from "./signed-request.ts";
import type {
  ChatBehaviour,
  ChatCase,
  ChatExpectation,
  ChatSetting,
  ChatStep,
} from "./web-socket-case-files.ts";

/** What came of a step, with the members of what is expected of it. */
export type Came = Omit<ChatExpectation, "authorizer" | "backend"> & {
  authorizer: unknown[];
  backend: unknown[];
};

/** 2024-08-02T23:34:43Z */
const START = 1_722_641_683_000;

/** Runs the steps of a case, and tells of each what came of it. */
export async function runChat({ steps, ...setting }: ChatCase, told: (step: ChatStep, came: Came) => void) {
  const run = await openRun(setting);
  try {
    for (const step of steps) told(step, await perform(step, run));
  } finally {
    run.client?.socket.terminate();
    await run.chat[Symbol.asyncDispose]();
  }
}

interface Run {
  readonly chat: Chat;
  readonly time: FakeTime;
  readonly iam: readonly IamFile[];
  readonly authorizer: unknown[];
  readonly backend: unknown[];
  client?: ChatClient;
}

async function openRun({ document = {}, backend = {}, iam = [], ...setting }: ChatSetting): Promise<Run> {
  const time = createFakeTime();
  const gate = recorder(behaving(setting.authorizer ?? { returns: result() }));
  const behaviours = { echo: { echoes: true }, ...backend } satisfies Record<string, ChatBehaviour>;
  const chat = recorder(({ requestContext, body }) => {
    const { routeKey } = requestContext as { routeKey: string };
    const behaviour: ChatBehaviour = new Map(Object.entries(behaviours)).get(routeKey) ?? { returns: {} };
    return "echoes" in behaviour ? { statusCode: 200, body } : behaving(behaviour)({});
  });
  let ids = 0;
  return {
    time,
    iam,
    authorizer: gate.events,
    backend: chat.events,
    chat: await serveChat({
      document: patched(CHAT, document),
      ...(setting.definition && { definition: setting.definition }),
      ...(setting.options && { options: setting.options }),
      ...(iam.length > 0 && { iam: createIamDirectory(iam, time.clock) }),
      functions: { gate: gate.implementation, chat: chat.implementation },
      clock: time.clock,
      after: time.after,
      newId: () => `id${++ids}=`,
    }),
  };
}

interface FakeTime {
  clock(): number;
  after(milliseconds: number, callback: () => void): () => void;
  pass(seconds: number): void;
}

export function createFakeTime(): FakeTime {
  let now = START;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    clock: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass(seconds) {
      now += seconds * 1000;
      for (const timer of [...timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        // One may have called off another.
        if (timers.delete(timer)) timer.callback();
      }
    },
  };
}

async function perform(step: ChatStep, run: Run): Promise<Came> {
  run.authorizer.length = 0;
  run.backend.length = 0;
  const came = await act(step, run);
  const { entries } = run.chat;
  // Of what refers to the connection, its id is that of the last entry.
  const id = entries.at(-1)?.connectionId ?? "";
  const all = { ...came, authorizer: run.authorizer, backend: run.backend };
  return JSON.parse(
    JSON.stringify(all)
      .replaceAll(id, "CONNECTION")
      .replaceAll(/id\d+=/g, "ID"),
  );
}

async function act(step: ChatStep, run: Run): Promise<Partial<Came>> {
  if ("connect" in step) return connect(step, run);
  const { chat, client } = run;
  if (!client) throw new Error("expected a step that connects before all others");
  const known = chat.entries.length;
  if ("wait" in step) run.time.pass(step.wait);
  if ("send" in step) send(step, client);
  if ("close" in step) close(step, client);
  const answer = "manage" in step ? await manage(step, run) : {};
  if ("close" in step) await chat.logged(known + 1);
  if (step.expect.closed !== undefined) {
    const closed = await client.closed;
    // A request for it is logged as well.
    await chat.logged(known + ("manage" in step ? 2 : 1));
    return { ...answer, closed };
  }
  if ("send" in step) await chat.logged(known + 1);
  return { ...answer, ...(step.expect.received && { received: await client.take() }) };
}

async function connect(step: Extract<ChatStep, { connect: string }>, run: Run): Promise<Partial<Came>> {
  const { target, headers } = await handshakeOf(step, run);
  const answer = await connectTo(`ws://${run.chat.host}${target}`, {
    ...(headers && { headers }),
    ...(step.protocols && { protocols: step.protocols }),
  });
  if (!("socket" in answer)) return { status: answer.status, body: answer.body };
  run.client = answer;
  return { status: 101, protocol: answer.socket.protocol };
}

async function handshakeOf(step: Extract<ChatStep, { connect: string }>, run: Run) {
  const { connect: target, headers, signedBy, presigned } = step;
  if (signedBy === undefined) return { target, headers };
  const line = `GET ${target}`;
  const signing = signingOf(signedBy, run);
  if (presigned) {
    const { rawPath, rawQuery } = await presignedRequest(line, signing, 60);
    return { target: `${rawPath}?${rawQuery}`, headers: [["Host", HOST] as const, ...(headers ?? [])] };
  }
  const request = await signedRequest(line, signing, { headers: [["host", HOST], ...(headers ?? [])] });
  return { target, headers: request.headers };
}

function signingOf(accessKeyId: string, { iam, time }: Run): Signing {
  const keys = iam.flatMap(({ users = [] }) => users.flatMap(({ accessKeys = [] }) => accessKeys));
  const credentials = keys.find((key) => key.accessKeyId === accessKeyId);
  if (!credentials) throw new Error(`expected the access key \`${accessKeyId}\` in \`iam\`, came none`);
  return { credentials, at: time.clock() };
}

function send(
  { send: message, binary = false, fragments = 1 }: Extract<ChatStep, { send: unknown }>,
  client: ChatClient,
): void {
  const text = textOf(message);
  const size = Math.ceil(text.length / fragments);
  for (let at = 0; at < fragments; at += 1) {
    client.socket.send(text.slice(at * size, (at + 1) * size), { binary, fin: at === fragments - 1 });
  }
}

function textOf(message: string | number): string {
  return typeof message === "number" ? "a".repeat(message) : message;
}

function close({ close: code, reason }: Extract<ChatStep, { close: unknown }>, { socket }: ChatClient): void {
  if (code === "lost") socket.terminate();
  else if (code === null) socket.close();
  else socket.close(code, reason);
}

async function manage(step: Extract<ChatStep, { manage: string }>, run: Run): Promise<Partial<Came>> {
  const { manage: line, body: sent = "", signedBy } = step;
  const id = run.chat.entries.at(-1)?.connectionId ?? "";
  const [method = "", target = ""] = line.replace("CONNECTION", encodeURIComponent(id)).split(" ");
  const body = Buffer.from(textOf(sent));
  const headers =
    signedBy === undefined
      ? []
      : (
          await signedRequest(`${method} ${target}`, signingOf(signedBy, run), {
            headers: [["host", run.chat.host]],
            body,
          })
        ).headers;
  const response = await fetch(`http://${run.chat.host}${target}`, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(body.length > 0 && { body }),
  });
  return { status: response.status, body: await response.text() };
}
