import assert from "node:assert/strict";

/** Sends one request to the Worker. */
export type Dispatch = (path: string, init?: RequestInit) => Promise<Response>;

/** One thing that must be true of the Worker. */
export interface WorkerCheck {
  /** Symbol and criterion, as in every test's name. */
  name: string;
  /** Throws where it is not so. */
  run(dispatch: Dispatch): Promise<void>;
}

/** The checks of one run, and the world that the Worker meets in it. */
export interface WorkerSuite {
  /** Answers what the Worker itself fetches: nothing of it leaves this machine. */
  outbound(request: Request): Promise<Response>;
  /** All checks, in the order in which they run. */
  checks: readonly WorkerCheck[];
}

/** Makes the suite anew: it runs once for each set of compatibility flags. */
export function createWorkerSuite(): WorkerSuite {
  return {
    outbound: async (request) => Response.json(await request.json(), { status: 201 }),
    checks,
  };
}

const checks: readonly WorkerCheck[] = [
  {
    name: "createDeps takes clock and chance from the runtime",
    async run(dispatch) {
      const { now, uuid } = await (await dispatch("/runtime")).json();
      assert.ok(now > Date.UTC(2026, 0));
      assert.match(uuid, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    },
  },
  {
    name: "createDeps fetches with the runtime's fetch",
    async run(dispatch) {
      const answer = await dispatch("/", {
        method: "POST",
        body: JSON.stringify({ eventTemplateId: "1001298", tokens: { petName: "Art3mis" } }),
      });
      assert.deepEqual(await answer.json(), { family: "timeline", status: 201 });
    },
  },
  {
    name: "validate names the field",
    async run(dispatch) {
      const answer = await dispatch("/", {
        method: "POST",
        body: JSON.stringify({ eventTemplateId: "1001298", tokens: { petName: 3 } }),
      });
      assert.equal(answer.status, 422);
      const { issues } = await answer.json();
      assert.deepEqual(issues.map(({ path }: { path: string }) => path), ["tokens.petName"]);
    },
  },
];
