import type { WebhookSenderConfig } from "../mapping/source_options.ts";
import { readSecrets, type Settings } from "./settings.ts";

/** A sender of webhooks that are signed as Standard Webhooks has it. */
export interface WebhookSender {
  /** Where its route is. */
  path: string;
  /** The variable that holds its secrets. */
  variable: string;
  /** Its secrets; missing where the variable is not set, and the route closed. */
  secrets?: readonly string[];
  /** What the configuration file says of it. Default: nothing, it is the sender that needs no file. */
  config?: WebhookSenderConfig;
}

/** The variable of the sender that needs no entry in the configuration file. */
const usualVariable = "WEBHOOK_SECRET";

/**
 * Puts the senders of the configuration file and their secrets together. The secret of the sender that needs no file opens
 * `/webhooks`, unless the file gives it to a sender of its own.
 *
 * @throws {SettingsError} If a secret breaks a rule.
 */
export function webhookSenders(
  { webhookSecrets }: Pick<Settings, "webhookSecrets">,
  { configs, environment }: {
    configs: readonly WebhookSenderConfig[];
    environment: Readonly<Record<string, string | undefined>>;
  },
): WebhookSender[] {
  const named = configs.map((config): WebhookSender => {
    const secrets = readSecrets(config.secretEnv, environment);
    return {
      path: config.path ?? `/webhooks/${config.name}`,
      variable: config.secretEnv,
      ...(secrets === undefined ? {} : { secrets }),
      config,
    };
  });
  if (named.some(({ variable }) => variable === usualVariable)) return named;
  const usual = { path: "/webhooks", variable: usualVariable };
  return [webhookSecrets === undefined ? usual : { ...usual, secrets: webhookSecrets }, ...named];
}
