import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { MAXIMUM_PETS, type Pet, type Pets } from "./pets.ts";
import { readId, readName } from "./request.ts";
import { answer, empty, refuse } from "./responses.ts";

/** Answers one operation of the contract. */
export type Route = (event: APIGatewayProxyEvent, pets: Pets) => APIGatewayProxyResult;

/** The operations, by verb and resource template as the event names them. */
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["GET /petstore/v1/pets", listPets],
  ["POST /petstore/v1/pets", createPet],
  ["GET /petstore/v1/pets/{petId}", getPet],
  ["PUT /petstore/v1/pets/{petId}", replacePet],
  ["DELETE /petstore/v1/pets/{petId}", deletePet],
  ["GET /petstore/v2/pets", listPets],
  ["GET /petstore/v2/status", getStatus],
]);

function listPets(_event: APIGatewayProxyEvent, pets: Pets): APIGatewayProxyResult {
  return answer(200, { pets: pets.list() });
}

function createPet(event: APIGatewayProxyEvent, pets: Pets): APIGatewayProxyResult {
  const name = readName(event);
  if ("problem" in name) return refuse(400, name.problem);
  const pet = pets.create(name.value);
  if (!pet) return refuse(409, `the store is full: it holds ${MAXIMUM_PETS} pets`);
  return answer(201, pet, { Location: locate(event, pet) });
}

/** With the stage or base path that the caller used; extra slashes would make it the name of a host. */
function locate({ requestContext }: APIGatewayProxyEvent, pet: Pet): string {
  const segments = requestContext.path.split("/").filter((segment) => segment !== "");
  return `/${segments.join("/")}/${pet.id}`;
}

function getPet(event: APIGatewayProxyEvent, pets: Pets): APIGatewayProxyResult {
  const id = readId(event);
  const pet = id === undefined ? undefined : pets.get(id);
  return pet ? answer(200, pet) : refuseId(event);
}

function replacePet(event: APIGatewayProxyEvent, pets: Pets): APIGatewayProxyResult {
  const id = readId(event);
  if (id === undefined || !pets.get(id)) return refuseId(event);
  const name = readName(event);
  if ("problem" in name) return refuse(400, name.problem);
  const pet = pets.replace(id, name.value);
  return pet ? answer(200, pet) : refuseId(event);
}

function deletePet(event: APIGatewayProxyEvent, pets: Pets): APIGatewayProxyResult {
  const id = readId(event);
  return id !== undefined && pets.remove(id) ? empty(204) : refuseId(event);
}

function refuseId({ pathParameters }: APIGatewayProxyEvent): APIGatewayProxyResult {
  return refuse(404, `no pet has the id \`${pathParameters?.petId ?? ""}\``);
}

function getStatus(): APIGatewayProxyResult {
  return answer(200, { status: "ok" });
}
