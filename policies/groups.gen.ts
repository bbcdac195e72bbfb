// Written by `lychgate generate` from the policies in policies. Do not edit.

/** The groups that have a policy. */
export type Group =
  | "admins"
  | "pet-owner"
  | "pet-veterinarian";
