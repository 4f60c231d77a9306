import type { ActionsCore } from "../../action/host.ts";

/** What a run did to the toolkit. */
export interface Recorded {
  /** Lines of the log, as the runner reads them. */
  lines: string[];
  /** Texts to hide. */
  secrets: string[];
  /** Annotations in order, the one of a failure among them. */
  annotations: { kind: "notice" | "warning" | "error"; message: string; title: string }[];
  /** Why the step failed; empty where it did not. */
  failures: string[];
  /** The step's outputs. */
  outputs: Map<string, string>;
  /** The job summary. */
  summary: string;
}

/** Makes a stand-in for `@actions/core` that writes down all that it is told. */
export function recordingCore(): { core: ActionsCore; recorded: Recorded } {
  const recorded: Recorded = {
    lines: [],
    secrets: [],
    annotations: [],
    failures: [],
    outputs: new Map(),
    summary: "",
  };
  const annotate = (kind: "notice" | "warning" | "error") =>
  (
    message: string,
    { title }: { title: string } = { title: "" },
  ) => {
    recorded.annotations.push({ kind, message, title });
    recorded.lines.push(`::${kind}::${JSON.stringify(message)}`);
  };
  const error = annotate("error");
  const core: ActionsCore = {
    setSecret(secret) {
      recorded.secrets.push(secret);
      recorded.lines.push(`::add-mask::${secret}`);
    },
    info: (message) => void recorded.lines.push(...message.split(/\r\n|[\r\n]/)),
    notice: annotate("notice"),
    warning: annotate("warning"),
    error,
    startGroup: (name) => void recorded.lines.push(`::group::${name}`),
    endGroup: () => void recorded.lines.push("::endgroup::"),
    setOutput: (name, value) => void recorded.outputs.set(name, value),
    setFailed(message) {
      recorded.failures.push(message);
      error(message);
    },
  };
  return { core, recorded };
}
