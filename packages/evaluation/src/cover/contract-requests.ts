import type { Binding, Contract, Operation } from "@lychgate/policy";
import { type Access, contractSpace, type RequestSpace } from "../proof/index.ts";
import { plainRequests } from "./plain-requests.ts";

/** The requests of a contract at one API and stage, which are asked about again and again. */
export interface ContractRequests {
  all: RequestSpace;
  of(operation: Operation): OperationRequests;
}

export interface OperationRequests {
  space: RequestSpace;
  plain: Access;
}

const known = new WeakMap<Contract, Map<string, ContractRequests>>();

export function contractRequests(contract: Contract, binding: Binding): ContractRequests {
  const ofContract = known.get(contract) ?? new Map<string, ContractRequests>();
  known.set(contract, ofContract);
  const requests = ofContract.get(binding.prefix) ?? createRequests(contract, binding);
  ofContract.set(binding.prefix, requests);
  return requests;
}

function createRequests(contract: Contract, binding: Binding): ContractRequests {
  const made = new Map<Operation, OperationRequests>();
  return {
    all: contractSpace(contract, binding),
    of(operation) {
      const requests = made.get(operation) ?? {
        space: contractSpace(contract, binding, (each) => each === operation),
        plain: plainRequests(operation, binding),
      };
      made.set(operation, requests);
      return requests;
    },
  };
}
