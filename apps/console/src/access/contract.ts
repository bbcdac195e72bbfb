import type { AccessBundle, BundleApi } from "@lychgate/cli/bundle";
import { type Contract, type Operation, operationServing, readContract } from "@lychgate/policy";

interface Contracts {
  /** The APIs that the policies are about. */
  own: Contract;
  others: readonly { file: string; contract: Contract }[];
}

const known = new WeakMap<AccessBundle, Contracts>();

/** The routes of a bundle's APIs. @throws PolicyError `InvalidContract` */
function contractsOf(bundle: AccessBundle): Contracts {
  const contracts = known.get(bundle) ?? readContracts(bundle);
  known.set(bundle, contracts);
  return contracts;
}

function readContracts({ apis, matrix }: AccessBundle): Contracts {
  const files = new Set(matrix.rows.map(({ api }) => api));
  const others = apis.filter(({ file }) => !files.has(file));
  return {
    own: readContract(apis.filter(({ file }) => files.has(file)).map(sourceOf)),
    others: others.map((api) => ({ file: api.file, contract: readContract([sourceOf(api)]) })),
  };
}

function sourceOf({ file, document }: BundleApi) {
  return { name: file, document };
}

/** The routes that the policies are about. @throws PolicyError `InvalidContract` */
export function contractOf(bundle: AccessBundle): Contract {
  return contractsOf(bundle).own;
}

/** A request, as far as routing looks at it. */
interface Routed {
  method: string;
  path: string;
}

/** The operation that serves a request; `undefined` where no API that the policies are about has one. */
export function servingOperation(bundle: AccessBundle, { method, path }: Routed): Operation | undefined {
  return operationServing(contractOf(bundle), `${method}${path}`);
}

/** The file of an API that the policies are not about, and that serves a request. */
export function otherApiServing(bundle: AccessBundle, { method, path }: Routed): string | undefined {
  const { others } = contractsOf(bundle);
  return others.find(({ contract }) => operationServing(contract, `${method}${path}`))?.file;
}
