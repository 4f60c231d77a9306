/** One message for a queue, as far as it is used here. */
export interface QueueSendMessage {
  /** The text of the message. */
  body: string;
  /** Says that the body is text, whose length is known before it is sent. */
  contentType: "text";
}

/** The part of a Worker's binding to a queue that is used here. */
export interface QueueBinding {
  /** Resolves when the messages are stored, all of them. */
  sendBatch(messages: Iterable<QueueSendMessage>): Promise<unknown>;
}

/** The part of a message that a consumer is given that is used here. */
export interface QueueMessage {
  /** What was sent. */
  readonly body: unknown;
  /** How often the message was given to a consumer, this time included. */
  readonly attempts: number;
  /** Has the queue forget the message. */
  ack(): void;
  /** Has the queue give the message to a consumer again. */
  retry(options?: { delaySeconds?: number }): void;
}

/** The part of a batch that a consumer is given that is used here. */
export interface QueueBatch {
  /** The messages. */
  readonly messages: readonly QueueMessage[];
}
