import { strikeMissingResults, strikePartialBatch } from "./batch_faults.ts";
import { ConnectionReset, WireResponse } from "./broken_connection.ts";
import type { Exchange } from "./exchange.ts";
import type { DelayFault, FaultEffect, FaultStage } from "./fault.ts";
import { exactAnswer, limitReached, otherAnswer, tokenExpired } from "./fault_answers.ts";

type Disturbance = Exclude<FaultEffect, DelayFault>;

/**
 * Answers a request that faults strike: all the delays, and at most one other fault. Rejects with a
 * {@linkcode ConnectionReset} where the connection is to break, and with the signal's reason where the caller hung up
 * while a fault held the answer back.
 */
export async function strike(
  effects: readonly FaultEffect[],
  exchange: Exchange,
): Promise<Response> {
  const delays = effects.filter((effect) => effect.kind === "delay");
  const disturbance = effects.find((effect) => effect.kind !== "delay");
  await wait(delays, "before", exchange);
  const response = disturbance === undefined
    ? await exchange.carryOut()
    : await disturb(disturbance, exchange);
  await wait(delays, "after", exchange);
  return response;
}

async function wait(
  delays: readonly DelayFault[],
  at: FaultStage,
  { deps, request: { signal } }: Exchange,
): Promise<void> {
  for (const { ms, stage = "before" } of delays) {
    if (stage !== at) continue;
    await deps.sleep(ms, signal);
    signal.throwIfAborted();
  }
}

async function disturb(fault: Disturbance, exchange: Exchange): Promise<Response> {
  switch (fault.kind) {
    case "rate_limit":
      return limitReached(fault, exchange.deps);
    case "expired_token":
      return tokenExpired(exchange.deps);
    case "answer":
      await carryOutBefore(fault.stage, exchange);
      return otherAnswer(fault, exchange.deps);
    case "exact_answer":
      await carryOutBefore(fault.stage, exchange);
      return exactAnswer(fault);
    case "reset":
      await carryOutBefore(fault.stage, exchange);
      throw new ConnectionReset();
    case "hang":
      await carryOutBefore(fault.stage, exchange);
      return await exchange.hang();
    case "partial_batch":
      return await strikePartialBatch(fault, exchange);
    case "missing_results":
      return await strikeMissingResults(fault, exchange);
    case "empty_body": {
      const { status, headers } = await exchange.carryOut();
      return new Response(null, { status, headers: withoutBody(headers) });
    }
    case "truncated_body":
      return await halved(await exchange.carryOut(), { isCut: true });
    case "malformed_json":
      return await halved(await exchange.carryOut(), { isCut: false });
  }
}

/** An answer that was lost on its way was given all the same. */
async function carryOutBefore(stage: FaultStage = "before", exchange: Exchange): Promise<void> {
  if (stage === "after") await exchange.carryOut();
}

/** Half of the body: all that arrives before the connection breaks, or all that there is. */
async function halved(response: Response, { isCut }: { isCut: boolean }): Promise<Response> {
  const { status, headers } = response;
  const body = new Uint8Array(await response.arrayBuffer());
  const half = Math.floor(body.byteLength / 2);
  if (isCut && half === 0) throw new ConnectionReset();
  if (isCut) return new WireResponse(body, { status, headers, cutAfter: half });
  if (half === 0) return new Response(null, { status, headers });
  return new WireResponse(body.slice(0, half), { status, headers });
}

function withoutBody(headers: Headers): Headers {
  const rest = new Headers(headers);
  rest.delete("content-type");
  rest.delete("content-length");
  return rest;
}
