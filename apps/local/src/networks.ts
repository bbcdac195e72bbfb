/**
 * A listener stands for a network: its callers have the network's address, whatever they send, so that
 * conditions on the source address can be tried from one machine.
 */
export const NETWORKS = {
  /** Within the ranges that the policy of `pet-veterinarian` names. */
  clinic: { sourceIp: "192.0.2.10" },
  elsewhere: { sourceIp: "203.0.113.10" },
} as const;

export type Network = keyof typeof NETWORKS;
