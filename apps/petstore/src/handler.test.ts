import { beforeEach, describe, expect, it } from "vitest";
import { proxyEvent } from "../test/proxy-event.ts";
import { createHandler, handler, type ProxyHandler } from "./handler.ts";
import { createPets, MAXIMUM_PETS } from "./pets.ts";

const PETS = "/petstore/v1/pets";
const PET = "/petstore/v1/pets/{petId}";
const FOUR_PETS =
  '{"pets":[{"id":1,"name":"Birds"},{"id":2,"name":"Cats"},{"id":3,"name":"Dogs"},{"id":4,"name":"Fish"}]}';

let petstore: ProxyHandler;
beforeEach(() => {
  petstore = createHandler(createPets());
});

describe("the petstore", () => {
  it.each([
    [`GET ${PETS}`, FOUR_PETS],
    ["GET /petstore/v2/pets", FOUR_PETS],
    ["GET /petstore/v2/status", '{"status":"ok"}'],
  ])("answers %s byte for byte", async (operation, body) => {
    expect(await handler(proxyEvent(operation))).toEqual({
      statusCode: 200,
      headers: { "Content-Type": "application/json" },
      body,
    });
  });

  it("keeps a created pet and says where it is", async () => {
    const created = await petstore(proxyEvent(`POST ${PETS}`, { body: '{"name":"Hamsters"}' }));
    expect(created).toMatchObject({ statusCode: 201, headers: { Location: "/dev/petstore/v1/pets/5" } });
    const found = await petstore(proxyEvent(`GET ${PET}`, { petId: "5" }));
    expect(found).toMatchObject({ statusCode: 200, body: '{"id":5,"name":"Hamsters"}' });
  });

  it.each([
    ["/dev/petstore/v1/pets/", "/dev/petstore/v1/pets/5"],
    ["//dev/petstore/v1/pets", "/dev/petstore/v1/pets/5"],
    ["/v1/pets", "/v1/pets/5"],
  ])("never sends the caller of %s to another host", async (path, location) => {
    const created = await petstore(proxyEvent(`POST ${PETS}`, { body: '{"name":"Hamsters"}', path }));
    expect(created.headers).toMatchObject({ Location: location });
  });

  it("replaces a pet in its place", async () => {
    const replaced = await petstore(proxyEvent(`PUT ${PET}`, { petId: "1", body: '{"name":"Parrots"}' }));
    expect(replaced).toMatchObject({ statusCode: 200, body: '{"id":1,"name":"Parrots"}' });
    const list = await petstore(proxyEvent(`GET ${PETS}`));
    expect(list.body).toBe(FOUR_PETS.replace("Birds", "Parrots"));
  });

  it("removes a pet once and does not give its id again", async () => {
    const remove = proxyEvent(`DELETE ${PET}`, { petId: "4" });
    expect(await petstore(remove)).toEqual({ statusCode: 204, body: "" });
    expect(await petstore(remove)).toMatchObject({ statusCode: 404 });
    const created = await petstore(proxyEvent(`POST ${PETS}`, { body: '{"name":"Hamsters"}' }));
    expect(created.body).toBe('{"id":5,"name":"Hamsters"}');
  });

  it("takes a body that API Gateway has encoded", async () => {
    const body = Buffer.from('{"name":"Chats à poil"}').toString("base64");
    const created = await petstore(proxyEvent(`POST ${PETS}`, { body, isBase64Encoded: true }));
    expect(created).toMatchObject({ statusCode: 201, body: '{"id":5,"name":"Chats à poil"}' });
  });

  it("holds no more than its bound, and takes one again after a removal", async () => {
    petstore = createHandler(createPets(Array.from({ length: MAXIMUM_PETS }, () => "Ants")));
    const create = proxyEvent(`POST ${PETS}`, { body: '{"name":"Hamsters"}' });
    expect(await petstore(create)).toMatchObject({
      statusCode: 409,
      body: '{"message":"the store is full: it holds 1000 pets"}',
    });
    await petstore(proxyEvent(`DELETE ${PET}`, { petId: "7" }));
    expect(await petstore(create)).toMatchObject({ statusCode: 201 });
  });
});

describe("a bad request", () => {
  const badName = "`name` is not a string of 1 to 100 characters";
  const long = "x".repeat(100);

  it.each<[string | null, string]>([
    [null, "the body is not JSON"],
    ["", "the body is not JSON"],
    ["{", "the body is not JSON"],
    ["null", "the body is not an object"],
    ["[]", "the body is not an object"],
    ['"Hamsters"', "the body is not an object"],
    ["{}", "`name` is missing"],
    ['{"toString":1}', "unknown property `toString`: expected `name` alone"],
    ['{"__proto__":{"name":"Hamsters"}}', "unknown property `__proto__`: expected `name` alone"],
    ['{"name":"Hamsters","id":9}', "unknown property `id`: expected `name` alone"],
    ['{"name":""}', badName],
    ['{"name":7}', badName],
    ['{"name":["Hamsters"]}', badName],
    [`{"name":"${long}x"}`, badName],
    [`{"name":"${"🐹".repeat(101)}"}`, badName],
  ])("with the body %s is refused, whether it creates or replaces", async (body, message) => {
    for (const operation of [`POST ${PETS}`, `PUT ${PET}`]) {
      const refused = await petstore(proxyEvent(operation, { petId: "1", body }));
      expect(refused).toMatchObject({ statusCode: 400, body: JSON.stringify({ message }) });
    }
    expect((await petstore(proxyEvent(`GET ${PETS}`))).body).toBe(FOUR_PETS);
  });

  it.each([["x"], [long], ["🐹".repeat(100)]])("is not one that names a pet %s", async (name) => {
    const body = JSON.stringify({ name });
    expect(await petstore(proxyEvent(`POST ${PETS}`, { body }))).toMatchObject({ statusCode: 201 });
  });

  it("with bytes that are no text is refused", async () => {
    const body = Buffer.from([0x22, 0xff, 0x22]).toString("base64");
    const refused = await petstore(proxyEvent(`POST ${PETS}`, { body, isBase64Encoded: true }));
    expect(refused).toMatchObject({ statusCode: 400, body: '{"message":"the body is not JSON"}' });
  });

  it.each(["9", "0", "-1", "01", "1.0", "1e0", " 1", "0x1", "x", "__proto__", "%31", "1".repeat(400)])(
    "for the pet `%s` finds none",
    async (petId) => {
      for (const verb of ["GET", "PUT", "DELETE"]) {
        const refused = await petstore(proxyEvent(`${verb} ${PET}`, { petId, body: '{"name":"Ants"}' }));
        const body = JSON.stringify({ message: `no pet has the id \`${petId}\`` });
        expect(refused).toMatchObject({ statusCode: 404, body });
      }
    },
  );

  it.each([`PATCH ${PETS}`, "GET /petstore/v3/pets", `get ${PETS}`])(
    "for %s finds no operation",
    async (operation) => {
      const body = JSON.stringify({ message: `no operation \`${operation}\`` });
      expect(await petstore(proxyEvent(operation))).toMatchObject({ statusCode: 404, body });
    },
  );
});

describe("a request that no authorizer has let through", () => {
  it.each([[undefined], [null], [{}], ["ann"]])(
    "with the context %j is refused and changes nothing",
    async (authorizer) => {
      const body = '{"message":"the request carries no authorizer context"}';
      const remove = proxyEvent(`DELETE ${PET}`, { petId: "1", authorizer });
      expect(await petstore(remove)).toMatchObject({ statusCode: 500, body });
      expect((await petstore(proxyEvent(`GET ${PETS}`))).body).toBe(FOUR_PETS);
    },
  );

  it("is answered where the API is open on purpose", async () => {
    const open = createHandler(createPets(), { openAccess: true });
    const event = proxyEvent(`GET ${PETS}`, { authorizer: null });
    expect(await open(event)).toMatchObject({ statusCode: 200, body: FOUR_PETS });
  });
});
