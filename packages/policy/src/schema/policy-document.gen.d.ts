import type { ValidateFunction } from "ajv";
import type { PolicyDocument } from "../policy-document.ts";

export const validate: ValidateFunction<PolicyDocument>;
