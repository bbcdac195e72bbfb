/** `/stack.json` as the local stack serves it. */
export const STACK_FILE = {
  apiUrl: "http://127.0.0.1:4001/dev",
  outsideApiUrl: "http://127.0.0.1:4002/dev",
  consoleUrl: "http://127.0.0.1:4000",
  region: "eu-west-1",
  cognito: {
    endpoint: "http://127.0.0.1:4010",
    userPoolId: "eu-west-1_x",
    clientId: "console",
    issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
    jwksUri: "http://127.0.0.1:4010/eu-west-1_x/.well-known/jwks.json",
  },
  users: [{ username: "vet", password: "Aa1-x", groups: ["vets"] }],
  methods: {
    apiUrl: "http://127.0.0.1:4003/dev",
    outsideApiUrl: "http://127.0.0.1:4004/dev",
    stsUrl: "http://127.0.0.1:4005",
    iamUser: { name: "alice", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    apiKeys: { clinic: "key-of-clinic", trial: "key-of-trial" },
  },
};
