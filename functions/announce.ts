import * as z from 'zod';
import { announce } from './support/aws/events.js';
import { deploymentIdOf, TIMELINE_PREFIX } from './support/ledger/keys.js';
import { logger } from './support/runtime/logger.js';

const Text = z.object({ S: z.string() });

/** Records of the ledger's stream, which carries keys only. */
const Event = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({ SequenceNumber: z.string(), Keys: z.object({ pk: Text, sk: Text }) }),
    }),
  ),
});

type Answer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/**
 * Puts what the timelines tell onto Autoland's own bus. It follows the ledger's stream, so a bus that fails holds up no
 * deployment: Lambda repeats from the record that could not be told.
 */
export const handler = async (event: unknown): Promise<Answer> => {
  for (const { dynamodb } of Event.parse(event).Records) {
    const { Keys, SequenceNumber } = dynamodb;
    try {
      const entryId = Keys.sk.S.slice(TIMELINE_PREFIX.length);
      await announce(deploymentIdOf(Keys.pk.S), entryId);
    } catch (error) {
      logger.warn('event not sent', { key: Keys.sk.S, error: error as Error });
      return { batchItemFailures: [{ itemIdentifier: SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};
