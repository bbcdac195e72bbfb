import type { ValidateFunction } from "ajv";
import type { UncheckedGroupPolicy } from "../group-policy.ts";

export const validate: ValidateFunction<UncheckedGroupPolicy>;
