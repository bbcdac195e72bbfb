/** A path of a route, with something in the place of its parameters: `/petstore/v1/pets/1`. */
export function samplePath(route: string): string {
  return route.replace(/\{[^{}]{1,130}\}/g, "1");
}
