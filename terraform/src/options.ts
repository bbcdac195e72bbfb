/** The words that options are made of. */

/** An option that is not used. Written out, so that an environment says of every option what it does with it. */
export type Off = "off";

export type NonEmpty<T> = readonly [T, ...T[]];

export type HttpsUrl = `https://${string}`;

export type Cidr = `${string}/${number}`;

export type Arn<Service extends string = string> = `arn:aws:${Service}:${string}`;

/**
 * Days that CloudWatch Logs can keep an event.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export type RetentionDays = 1 | 7 | 14 | 30 | 60 | 90 | 180 | 365 | 400 | 731 | 1827;

/** Whether an option is used; narrows it to its settings. */
export function isOn<T>(option: T | Off): option is T {
  return option !== "off";
}
