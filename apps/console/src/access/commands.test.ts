import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curlCommand, explainCommand } from "./commands.ts";
import { shellWord } from "./shell-word.ts";

const REQUEST = {
  groups: ["owners", "vets"],
  method: "DELETE",
  path: "/pets/1",
  context: { "aws:SourceIp": "192.0.2.10" },
};

describe("a word of a shell", () => {
  it.each([
    "",
    "a b",
    "it's",
    "$(id)",
    "`id`",
    "-n",
    "a\nb",
    "*",
    "~",
    "a\\",
    '"',
    "é",
    "!x",
    "#x",
    "a;b&c|d>e",
  ])("stands for the text %j", (text) => {
    expect(execFileSync("sh", ["-c", `printf '%s.' ${shellWord(text)}`]).toString()).toBe(`${text}.`);
  });

  it("is left as it is where it can be", () => {
    expect(shellWord("/petstore/v1/pets/1")).toBe("/petstore/v1/pets/1");
  });
});

it("explains a request, a command for each group", () => {
  expect(explainCommand(REQUEST)).toBe(
    "npx lychgate explain owners DELETE /pets/1 --ip 192.0.2.10\nnpx lychgate explain vets DELETE /pets/1 --ip 192.0.2.10",
  );
  const context = { "aws:CurrentTime": "2026-11-03", "aws:UserAgent": "a b" };
  expect(explainCommand({ ...REQUEST, groups: ["owners"], context })).toBe(
    "npx lychgate explain owners DELETE /pets/1 --time 2026-11-03 --user-agent 'a b'",
  );
});

it.each([
  [REQUEST, `curl --include --request DELETE --header "Authorization: Bearer $TOKEN" "$API_URL"/pets/1`],
  [{ ...REQUEST, method: "HEAD" }, `curl --head --header "Authorization: Bearer $TOKEN" "$API_URL"/pets/1`],
  [
    { ...REQUEST, path: "/pets/[1]/../'x'" },
    `curl --include --request DELETE --globoff --path-as-is --header "Authorization: Bearer $TOKEN" "$API_URL"'/pets/[1]/../'\\''x'\\'''`,
  ],
  [
    { ...REQUEST, context: { "aws:UserAgent": "$(id)", "aws:Referer": "https://a.example" } },
    `curl --include --request DELETE --header "Authorization: Bearer $TOKEN" --user-agent '$(id)' --referer https://a.example "$API_URL"/pets/1`,
  ],
])("calls %j", (request, command) => {
  expect(curlCommand(request)).toBe(command);
});
