/** What can fail, and what comes of it: the rows of docs/faults.md, each injected by faults.test.ts. */
import type { Reason } from "../../src/index.ts";

/**
 * What fails; the reason that is logged, which says what the caller gets; what is remembered, and for how
 * long; and when the right answer is given again once the fault is over.
 */
type FaultRow = readonly [fault: string, reason: Reason, remembered: string, recovers: string];

const NEXT = "with the next request";
const AT_ONCE = "nothing to recover";
const NOTHING = "nothing";
const KEPT = "what was found before, for its `POLICY_TTL_SECONDS`";
const UNTIL_ASKED = `${KEPT}; the failure is not`;

/** Of the address where an issuer publishes its keys. */
const KEYS = {
  keysDownAtStart: ["refuses connections when the first token comes", "KeysUnavailable", NOTHING, NEXT],
  keysDownLater: ["refuses connections later", "Authorized", "the keys, for up to a day", AT_ONCE],
  keysDownForADay: ["refuses connections for more than a day", "KeysUnavailable", NOTHING, NEXT],
  keysBrokenOnce: ["breaks the first connection", "Authorized", "the keys, for an hour", AT_ONCE],
  keysSilent: ["does not answer", "KeysUnavailable", NOTHING, NEXT],
  keysTrickling: ["sends a byte now and then", "KeysUnavailable", NOTHING, NEXT],
  keysCutOff: ["breaks off in its answer", "KeysUnavailable", NOTHING, NEXT],
  keysRefused: ["answers 403, 404, 429, 500 or 503", "KeysUnavailable", NOTHING, NEXT],
  keysRedirected: ["redirects to another address", "KeysUnavailable", NOTHING, NEXT],
  keysGarbage: ["answers garbage, HTML, nothing, or half of a set", "KeysUnavailable", NOTHING, NEXT],
  keysHuge: ["answers more than 256 KB", "KeysUnavailable", NOTHING, NEXT],
  keysOfNoSet: ["answers JSON that is no key set", "KeysUnavailable", NOTHING, NEXT],
  keysOfAnotherType: [
    "answers the keys as another type of content",
    "Authorized",
    "the keys, for an hour",
    AT_ONCE,
  ],
  keysEmpty: [
    "answers a set without the token's key",
    "TokenInvalid",
    "that it was not there, for 10 seconds",
    "within 10 seconds, in which the reason is `KeysUnavailable`",
  ],
  keysRotated: ["answers another key with another id", "Authorized", "the keys, for an hour", AT_ONCE],
  keysReplaced: [
    "answers another key with the same id",
    "TokenInvalid",
    "the keys, for an hour",
    "within an hour",
  ],
} as const satisfies Record<string, FaultRow>;

/** Of the policy table. */
const TABLE = {
  tableDown: ["refuses connections", "PoliciesUnavailable", UNTIL_ASKED, NEXT],
  tableDownForKnown: ["refuses connections, and the policy is remembered", "Authorized", KEPT, AT_ONCE],
  tableDownStale: [
    "refuses connections, with `STALE_POLICY_SECONDS`",
    "Authorized",
    "what was found before, for that much longer; the table is asked once a second",
    "within a second",
  ],
  tableSilent: ["does not answer", "PoliciesUnavailable", UNTIL_ASKED, NEXT],
  tableTrickling: ["sends a byte now and then", "PoliciesUnavailable", UNTIL_ASKED, NEXT],
  tableCutOff: ["breaks off in its answer", "PoliciesUnavailable", UNTIL_ASKED, NEXT],
  tableSlow: ["is slow, but not too slow", "Authorized", "what it says", AT_ONCE],
  tableThrottled: [
    "is throttled (`ProvisionedThroughputExceededException`)",
    "PoliciesUnavailable",
    UNTIL_ASKED,
    NEXT,
  ],
  tableThrottledOnce: ["is throttled once", "Authorized", "what it says", AT_ONCE],
  tableUnprocessed: ["leaves keys unprocessed (`UnprocessedKeys`)", "PoliciesUnavailable", UNTIL_ASKED, NEXT],
  tableUnprocessedOnce: ["leaves keys unprocessed once", "Authorized", "what it says", AT_ONCE],
  tableInternalError: ["answers with an error of its own", "PoliciesUnavailable", UNTIL_ASKED, NEXT],
  tableInternalErrorOnce: ["answers with an error of its own once", "Authorized", "what it says", AT_ONCE],
  tableGarbage: [
    "answers garbage, HTML, nothing, or half of an answer",
    "PoliciesUnavailable",
    UNTIL_ASKED,
    NEXT,
  ],
  tableOfAnother: ["answers for another table", "PoliciesUnavailable", UNTIL_ASKED, NEXT],
  tableOtherKeys: ["answers with items that were not asked for", "PolicyMalformed", NOTHING, NEXT],
  tableDenied: ["denies access, also with `STALE_POLICY_SECONDS`", "PoliciesUnavailable", NOTHING, NEXT],
  tableMissing: ["does not exist, also with `STALE_POLICY_SECONDS`", "PoliciesUnavailable", NOTHING, NEXT],
  itemMalformed: [
    "holds a policy that is none, also with `STALE_POLICY_SECONDS`",
    "PolicyMalformed",
    NOTHING,
    NEXT,
  ],
  itemOfAnotherHash: ["holds a policy with another's revision", "PolicyMalformed", NOTHING, NEXT],
  itemForeign: ["holds an item that is no policy", "PolicyMalformed", NOTHING, NEXT],
  itemMalformedAmongGood: [
    "holds a policy that is none, of one of several groups",
    "PolicyMalformed",
    NOTHING,
    NEXT,
  ],
  itemsTooLarge: [
    "holds policies that together are larger than a result may be",
    "ResultTooLarge",
    "the policies, for `POLICY_TTL_SECONDS`",
    "after `POLICY_TTL_SECONDS`",
  ],
  itemDeleted: [
    "holds no policy any more",
    "NoPolicy",
    "that there is none, for `POLICY_TTL_SECONDS`",
    "after `POLICY_TTL_SECONDS`",
  ],
  denyEntryMalformed: [
    "holds an entry of the deny list that cannot be read",
    "PolicyMalformed",
    NOTHING,
    NEXT,
  ],
} as const satisfies Record<string, FaultRow>;

/** Of the function itself. */
const FUNCTION = {
  clockMinutesAhead: [
    "its clock goes 10 minutes forwards",
    "Authorized",
    "policies are looked up again",
    AT_ONCE,
  ],
  clockDaysAhead: ["its clock goes days forwards", "TokenExpired", NOTHING, NEXT],
  clockMinutesBehind: [
    "its clock goes 10 minutes backwards",
    "Authorized",
    "tokens are verified and policies looked up again",
    AT_ONCE,
  ],
  clockDaysBehind: [
    "its clock goes days backwards, and an expired token comes",
    "Authorized",
    "the result denies everything from the token's `exp` on, by API Gateway's clock",
    NEXT,
  ],
  tokenOfTomorrow: [
    "its clock was ahead when a token of tomorrow came",
    "TokenInvalid",
    "a token is verified again when the clock has been put back",
    AT_ONCE,
  ],
  frozenForAnHour: [
    "it was frozen for an hour, and its connections have ended",
    "Authorized",
    "policies and keys are looked up again",
    AT_ONCE,
  ],
  frozenSilently: [
    "it was frozen for an hour, and its connections are dead without a word",
    "Authorized",
    "policies and keys are looked up again",
    AT_ONCE,
  ],
  frozenWhileWaiting: [
    "it was frozen in the 10 seconds after a key was not there",
    "Authorized",
    "the waiting goes by the clock, not by its running time",
    AT_ONCE,
  ],
  policiesFull: ["more groups are looked up than are remembered", "Authorized", "the last 10,000", AT_ONCE],
  documentsFull: [
    "more merged documents are made than are remembered",
    "Authorized",
    "the last 1,000, of 4 MB of JSON at most",
    AT_ONCE,
  ],
} as const satisfies Record<string, FaultRow>;

export const FAULTS = { ...KEYS, ...TABLE, ...FUNCTION };

export type FaultName = keyof typeof FAULTS;

/** The tables of docs/faults.md, by their headings. */
export const FAULT_TABLES = {
  "The address of an issuer's keys": KEYS,
  "The policy table": TABLE,
  "The function": FUNCTION,
} as const;
