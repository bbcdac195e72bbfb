/** Answers of the Query protocol. */
import { type StsFault, statusOf } from "./sts-fault.ts";

export interface XmlElement {
  readonly [name: string]: string | XmlElement;
}

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

export function resultXml(action: string, result: XmlElement, requestId: string): string {
  return document(`${action}Response`, {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  });
}

export function faultXml(fault: StsFault, requestId: string): string {
  const Type = statusOf(fault) < 500 ? "Sender" : "Receiver";
  return document("ErrorResponse", {
    Error: { Type, Code: fault.code, Message: fault.message },
    RequestId: requestId,
  });
}

function document(name: string, content: XmlElement): string {
  return `<${name} xmlns="${NAMESPACE}">${elements(content)}</${name}>\n`;
}

function elements(content: XmlElement): string {
  return Object.entries(content)
    .map(
      ([name, value]) =>
        `<${name}>${typeof value === "string" ? escapeXml(value) : elements(value)}</${name}>`,
    )
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What no XML document can hold is replaced. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, "\ufffd");
}
