import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchFolder } from "./policy-watch.ts";

const { watch, watcher } = vi.hoisted(() => {
  const watcher = { close: vi.fn() };
  return { watcher, watch: vi.fn((_folder: string, _listener: () => void) => watcher) };
});
vi.mock("node:fs", () => ({ watch }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What the file system does when something is written. */
function write(): void {
  watch.mock.lastCall?.[1]();
}

const settled = () => vi.advanceTimersByTimeAsync(1000);

describe("a folder that is watched", () => {
  it("is the one below the root", () => {
    watchFolder("/root", "policies", async () => {});
    expect(watch.mock.lastCall?.[0]).toMatch(/^\/root.policies$/);
  });

  it("calls back once for the steps of one save, after the last of them", async () => {
    const onSave = vi.fn(async () => {});
    watchFolder("/root", "policies", onSave);
    for (let step = 0; step < 5; step++) {
      write();
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(onSave).not.toHaveBeenCalled();
    await settled();
    expect(onSave).toHaveBeenCalledTimes(1);
  });

  it("calls back again for the next save", async () => {
    const onSave = vi.fn(async () => {});
    watchFolder("/root", "policies", onSave);
    for (const times of [1, 2, 3]) {
      write();
      await settled();
      expect(onSave).toHaveBeenCalledTimes(times);
    }
  });

  it("calls back for a save in the meantime when the callback before it is done, never twice at a time", async () => {
    const finish: (() => void)[] = [];
    const onSave = vi.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
    watchFolder("/root", "policies", onSave);
    write();
    await settled();
    write();
    await settled();
    expect(onSave).toHaveBeenCalledTimes(1);
    finish.shift()?.();
    await settled();
    expect(onSave).toHaveBeenCalledTimes(2);
  });

  it("is left alone after the end, also by a save just before", async () => {
    const onSave = vi.fn(async () => {});
    const end = watchFolder("/root", "policies", onSave);
    write();
    end();
    await settled();
    expect(onSave).not.toHaveBeenCalled();
    expect(watcher.close).toHaveBeenCalledTimes(1);
  });
});
