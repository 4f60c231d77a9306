import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ArrivedAnswer, readAnswer } from "./answers.ts";
import { makeShipment, type Way } from "./shipments.ts";

const accepted = (line: number) => `{"line":${line},"outcome":"accepted","id":"i${line}"}\n`;
const whole = (status: number, text: string): ArrivedAnswer => ({ status, text, isWhole: true });

function read(way: Way, answer: ArrivedAnswer) {
  const shipment = makeShipment(1, { way, size: 2, isRepeated: false });
  const { acknowledged, ...rest } = readAnswer(shipment, answer);
  return { acknowledged: [...acknowledged], ...rest };
}

const nothing = { acknowledged: [], isComplete: false };
const both = (...ids: string[]) => ({ acknowledged: [...ids.entries()], isComplete: true });

const table: [string, Way, ArrivedAnswer, ReturnType<typeof read>][] = [
  ["ids", "array", whole(202, '{"ids":["x","y"]}'), both("x", "y")],
  [
    "a status whose body was cut",
    "array",
    { status: 202, text: '{"i', isWhole: false },
    both("", ""),
  ],
  ["a 200 to Segment's clients", "segment", whole(200, '{"success":true}'), both("", "")],
  ["each line that arrived", "lines", whole(200, accepted(1) + accepted(2)), both("i1", "i2")],
  [
    "the lines that arrived before the end",
    "lines",
    { status: 200, text: `${accepted(2)}{"line":1,"out`, isWhole: false },
    { acknowledged: [[1, "i2"]], isComplete: false },
  ],
  [
    "nothing in a line that failed",
    "lines",
    whole(200, '{"line":1,"outcome":"failed"}\n'),
    nothing,
  ],
  ["nothing in the end of the lines", "lines", whole(200, '{"outcome":"ended"}\n'), nothing],
  ["nothing in a 503", "cloudevents", whole(503, "{}"), nothing],
  ["nothing in a 401 to a signature", "webhook", whole(401, "{}"), nothing],
];

describe("readAnswer", () => {
  for (const [what, way, answer, expected] of table) {
    it(`takes for acknowledged ${what}`, () => assert.deepEqual(read(way, answer), expected));
  }

  for (
    const [what, way, answer] of [
      ["an event that was left out", "cloudevents", whole(202, '{"ids":["x"]}')],
      ["a delivery that was skipped", "github", whole(200, '{"skipped":"no_contact"}')],
      ["a refusal", "array", whole(422, "{}")],
      ["a stranger's answer", "segment", whole(401, "{}")],
      ["a line that was refused", "lines", whole(200, '{"line":1,"outcome":"rejected"}\n')],
    ] as const
  ) {
    it(`complains of ${what}`, () => {
      const { complaint = "", ...rest } = read(way, answer);
      assert.notEqual(complaint, "");
      assert.deepEqual(rest, nothing);
    });
  }
});
