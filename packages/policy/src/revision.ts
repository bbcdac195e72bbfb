import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The revision of a policy: the SHA-256 of its canonical text, 64 hexadecimal digits in lower case. */
export function revisionOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
