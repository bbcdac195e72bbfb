/**
 * What throttles call a method: its resource and its verb, as they are declared. `/pets/{petId}/ANY` is one method
 * whatever verb it is called with.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_ApiStage.html
 */
import { isHttpMethod } from "@lychgate/policy";
import type { ApiDefinition, ApiMethod, ApiResource } from "../api-definition.ts";

/** A stage's throttle for every method that has none of its own. */
export const EVERY_METHOD = "*/*";

/** A method in a usage plan: `/pets/GET`; at the root `//GET`. */
export function methodKey({ template }: Pick<ApiResource, "template">, { verb }: Pick<ApiMethod, "verb">) {
  return `${template}/${verb}`;
}

/** The same method in the settings of a stage, which have no slash in front: `pets/GET`; at the root `/GET`. */
export function stageMethodKey(key: string): string {
  return key.slice(1);
}

export function isMethodKey(text: string): boolean {
  const verb = text.slice(text.lastIndexOf("/") + 1);
  return text.startsWith("/") && text.lastIndexOf("/") > 0 && (verb === "ANY" || isHttpMethod(verb));
}

export function isStageMethodKey(text: string): boolean {
  return text === EVERY_METHOD || isMethodKey(`/${text}`);
}

/** Every method of an API, as usage plans call it. */
export function methodKeys({ resources }: ApiDefinition): Set<string> {
  return new Set(
    resources.flatMap((resource) =>
      [...resource.methods.values()].map((method) => methodKey(resource, method)),
    ),
  );
}
