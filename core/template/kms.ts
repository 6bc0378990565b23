/** What the account itself may do with a key of its own: everything but use it. */
export const KEY_ADMINISTRATION: readonly string[] = [
  'Create*',
  'Describe*',
  'Enable*',
  'List*',
  'Put*',
  'Update*',
  'Revoke*',
  'Disable*',
  'Get*',
  'Delete*',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'Tag*',
  'UntagResource',
].map((action) => `kms:${action}`);

/** Writing and reading with a key. */
export const KEY_USE: readonly string[] = [
  'Encrypt',
  'Decrypt',
  'ReEncrypt*',
  'GenerateDataKey*',
].map((action) => `kms:${action}`);
