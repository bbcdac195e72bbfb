/** What AWS asks for and allows: prices in us-east-1 as read in November 2026, first tier, and default quotas. */

export const REGION = "us-east-1";
export const READ_ON = "2026-11";

interface Price {
  /** In US dollars. */
  dollars: number;
  per: string;
  page: string;
}

export const PRICES = {
  restRequest: {
    dollars: 3.5,
    per: "million requests of a REST API",
    page: "https://aws.amazon.com/api-gateway/pricing/",
  },
  lambdaRequest: { dollars: 0.2, per: "million invocations", page: "https://aws.amazon.com/lambda/pricing/" },
  lambdaDuration: {
    dollars: 0.0000133334,
    per: "GB-second on Arm (x86: 0.0000166667)",
    page: "https://aws.amazon.com/lambda/pricing/",
  },
  readUnit: {
    dollars: 0.125,
    per: "million read request units on demand",
    page: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  },
  writeUnit: {
    dollars: 0.625,
    per: "million write request units on demand",
    page: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  },
  logGigabyte: {
    dollars: 0.5,
    per: "GB of logs taken in (standard class)",
    page: "https://aws.amazon.com/cloudwatch/pricing/",
  },
} as const satisfies Record<string, Price>;

interface Quota {
  value: number;
  meaning: string;
  page: string;
}

export const QUOTAS = {
  gatewayRequests: {
    value: 10_000,
    meaning: "requests/s of all APIs of an account and region; 2,500 in newer regions; can be raised",
    page: "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
  },
  concurrency: {
    value: 1_000,
    meaning: "invocations at once of all functions of an account and region; can be raised",
    page: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  },
  invocationsPerConcurrency: {
    value: 10,
    meaning: "invocations/s for each unit of concurrency, however short they are",
    page: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html",
  },
  containersPerTenSeconds: {
    value: 1_000,
    meaning: "new execution environments of a function in 10 s; cannot be raised",
    page: "https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html",
  },
  partitionReadUnits: {
    value: 3_000,
    meaning: "read units/s of one partition, and so of one item",
    page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html",
  },
  newTableReadUnits: {
    value: 12_000,
    meaning: "read units/s of a new table on demand, before it has scaled",
    page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html",
  },
  tableReadUnits: {
    value: 40_000,
    meaning: "read units/s of a table on demand; can be raised",
    page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html",
  },
} as const satisfies Record<string, Quota>;

/** What AWS does not publish and a simulation cannot find out. Put in what your own `REPORT` lines say. */
export const ASSUMED = {
  memoryGigabytes: 1,
  /** Milliseconds of an invocation that finds everything remembered. */
  warmMilliseconds: 2,
  /** Milliseconds more where a token is verified. */
  verifyMilliseconds: 1,
  /** Milliseconds more where the table is asked, once for all groups. */
  readMilliseconds: 6,
  /** After how many seconds Lambda puts a new container in the place of a busy one. */
  containerSeconds: 7_200,
  /** Bytes of log an invocation: a decision (270), its metrics (320), and START, END and REPORT of Lambda. */
  logBytes: 900,
  /** Bytes of API Gateway's access log a request. */
  accessLogBytes: 500,
} as const;
