import { expect, it } from "vitest";
import { functionNameOf } from "./function-name.ts";

const FUNCTIONS = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions";
const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:petstore";

it.each([
  [`${FUNCTIONS}/\${petstore_arn}/invocations`, "petstore"],
  [`${FUNCTIONS}/\${petstore}/invocations`, "petstore"],
  ["$" + "{petstore_invoke_arn}", "petstore"],
  ["$" + "{petstore}", "petstore"],
  [`${FUNCTIONS}/${FUNCTION}/invocations`, "petstore"],
  [`${FUNCTIONS}/${FUNCTION}:live/invocations`, "petstore"],
  [`${FUNCTIONS}/${FUNCTION}:$LATEST/invocations`, "petstore"],
  [`${FUNCTIONS}/arn:aws:lambda:\${region}:\${account}:function:petstore/invocations`, "petstore"],
  [FUNCTION, undefined],
  [`${FUNCTIONS}/${FUNCTION}`, undefined],
  ["https://example.com/functions/petstore/invocations", undefined],
  ["petstore", undefined],
])("%s names %s", (uri, name) => {
  expect(functionNameOf(uri)).toBe(name);
});
