import type { ValidateFunction } from "ajv";
import type { UncheckedGuardrails } from "../guardrail.ts";

export const validate: ValidateFunction<UncheckedGuardrails>;
