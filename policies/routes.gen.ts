// Written by `lychgate generate` from apps/petstore/openapi.yaml. Do not edit.

/** A verb or `ANY`, and a path: `{petId}` or `*` is one segment, a final `**` everything below. */
export type Route =
  | "ANY /**"
  | "ANY /petstore/**"
  | "ANY /petstore/v1/**"
  | "ANY /petstore/v1/pets"
  | "ANY /petstore/v1/pets/*"
  | "ANY /petstore/v1/pets/**"
  | "ANY /petstore/v1/pets/{petId}"
  | "ANY /petstore/v2/**"
  | "ANY /petstore/v2/pets"
  | "ANY /petstore/v2/status"
  | "DELETE /**"
  | "DELETE /petstore/**"
  | "DELETE /petstore/v1/**"
  | "DELETE /petstore/v1/pets/*"
  | "DELETE /petstore/v1/pets/**"
  | "DELETE /petstore/v1/pets/{petId}"
  | "GET /**"
  | "GET /petstore/**"
  | "GET /petstore/v1/**"
  | "GET /petstore/v1/pets"
  | "GET /petstore/v1/pets/*"
  | "GET /petstore/v1/pets/**"
  | "GET /petstore/v1/pets/{petId}"
  | "GET /petstore/v2/**"
  | "GET /petstore/v2/pets"
  | "GET /petstore/v2/status"
  | "POST /**"
  | "POST /petstore/**"
  | "POST /petstore/v1/**"
  | "POST /petstore/v1/pets"
  | "PUT /**"
  | "PUT /petstore/**"
  | "PUT /petstore/v1/**"
  | "PUT /petstore/v1/pets/*"
  | "PUT /petstore/v1/pets/**"
  | "PUT /petstore/v1/pets/{petId}";

/** A verb and a path that a route serves. */
export type Request =
  | "GET /petstore/v1/pets"
  | "GET /petstore/v2/pets"
  | "GET /petstore/v2/status"
  | "POST /petstore/v1/pets"
  | `DELETE /petstore/v1/pets/${string}`
  | `GET /petstore/v1/pets/${string}`
  | `PUT /petstore/v1/pets/${string}`;

declare module "@lychgate/cli/testing" {
  interface Register {
    route: Route;
    request: Request;
  }
}
