import { Logger } from '@aws-lambda-powertools/logger';

/** One logger for all functions. Data goes into keys, never into the message; inputs and templates are never logged. */
export const logger = new Logger({ serviceName: 'autoland' });
