import { createMemoryPolicyStore } from "./memory-policy-store.ts";
import { createMemoryReleaseStore } from "./memory-release-store.ts";
import { describeReleaseStore } from "./release-store.cases.ts";

describeReleaseStore("the memory store", async () => {
  const store = createMemoryPolicyStore();
  return { store, releases: createMemoryReleaseStore(store) };
});
