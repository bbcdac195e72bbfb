/** Identities for tests. */
import { prepare } from "@lychgate/evaluation";
import type { IamCaller, IamFile } from "../src/index.ts";
import { API, contract, EVERYTHING, operation, statement } from "./petstore.ts";

export function policy(...statements: object[]) {
  return { Version: "2012-10-17", Statement: statements } as never;
}

export function callerOf(more: Partial<IamCaller> = {}): IamCaller {
  return {
    arn: "arn:aws:iam::111122223333:user/ann",
    accountId: "111122223333",
    userId: "AIDAEXAMPLE",
    accessKeyId: "AKIDEXAMPLE",
    policies: prepare([]),
    context: {},
    ...more,
  };
}

/** Credentials by the name of their user. Nothing anywhere is opened with them. */
export const KEYS = {
  ann: { accessKeyId: "AKIAANNEXAMPLE0001", secretAccessKey: "ann/EXAMPLE+secret/0001" },
  ben: { accessKeyId: "AKIABENEXAMPLE0001", secretAccessKey: "ben/EXAMPLE+secret/0001" },
  cat: { accessKeyId: "AKIACATEXAMPLE0001", secretAccessKey: "cat/EXAMPLE+secret/0001" },
  old: { accessKeyId: "AKIAOLDEXAMPLE0001", secretAccessKey: "old/EXAMPLE+secret/0001" },
} as const;

export const VET_ROLE = "arn:aws:iam::111122223333:role/clinic/vet";

/** Ann is a vet by her group, Ben may read the pets, Cat may assume the role of a vet and nothing else. */
export const CLINIC: IamFile = {
  accountId: "111122223333",
  groups: [{ name: "vets", policies: [policy(statement("Allow", `${API}/*/petstore/v1/*`))] }],
  users: [
    { name: "ann", groups: ["vets"], accessKeys: [KEYS.ann, { ...KEYS.old, status: "Inactive" }] },
    {
      name: "ben",
      accessKeys: [KEYS.ben],
      policies: [
        policy(statement("Allow", `${API}/GET/petstore/v1/pets`), {
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: "arn:aws:s3:::pictures/*",
        }),
      ],
    },
    { name: "cat", accessKeys: [KEYS.cat], tags: { clinic: "north" } },
  ],
  roles: [
    {
      name: "vet",
      path: "/clinic/",
      policies: [policy(statement("Allow", EVERYTHING))],
      trustPolicy: {
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:user/cat" },
          Action: "sts:AssumeRole",
        },
      },
    },
  ],
};

export const SIGV4 = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

/** An API whose every method but `/open` asks for a signature. */
export function signedContract(more: object = {}): object {
  const signed = operation({ security: [{ sigv4: [] }] });
  return contract(
    {},
    {
      paths: {
        "/petstore/v1/pets": { get: signed, post: signed },
        "/petstore/v1/pets/{petId}": { get: signed },
        "/files/{proxy+}": { "x-amazon-apigateway-any-method": signed },
        "/open": { get: operation({ security: [] }) },
      },
      components: { securitySchemes: { sigv4: SIGV4 } },
      ...more,
    },
  );
}
