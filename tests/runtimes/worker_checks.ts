import assert from "node:assert/strict";

/** Sends one request to the Worker. */
export type Dispatch = (path: string, init?: RequestInit) => Promise<Response>;

/** One thing that must be true of the Worker, with and without `nodejs_compat`. */
export interface WorkerCheck {
  /** Symbol and criterion, as in every test's name. */
  name: string;
  /** Throws where it is not so. */
  run(dispatch: Dispatch): Promise<void>;
}

/** Answers what the Worker itself fetches: nothing of it leaves this machine. */
export async function outbound(request: Request): Promise<Response> {
  const event: unknown = await request.json();
  return Response.json(event, { status: 201 });
}

/** All checks; each runs twice. */
export const workerChecks: readonly WorkerCheck[] = [
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
