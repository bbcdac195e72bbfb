/** Returns a policy as a member of two groups would get it: six statements, one of them a Deny. */
const STAGE = "arn:aws:execute-api:*:*:*/*";

function statement(Effect, paths, Condition) {
  const Resource = paths.map((path) => `${STAGE}/${path}`);
  return { Effect, Action: "execute-api:Invoke", Resource, ...(Condition && { Condition }) };
}

const policyDocument = {
  Version: "2012-10-17",
  Statement: [
    statement("Allow", ["GET/petstore/v1/pets", "GET/petstore/v1/pets/*"]),
    statement("Allow", ["POST/petstore/v1/pets"]),
    statement("Allow", ["PUT/petstore/v1/pets/*"], { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } }),
    statement("Allow", ["GET/petstore/v2/status"], { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } }),
    statement("Deny", ["DELETE/petstore/v1/pets/*"]),
    statement("Deny", ["POST/petstore/v1/pets"], {
      DateGreaterThan: { "aws:CurrentTime": "2999-01-01T00:00:00Z" },
    }),
  ],
};

exports.handler = async () => ({ principalId: "user", policyDocument, context: { groups: "pet-owner" } });
