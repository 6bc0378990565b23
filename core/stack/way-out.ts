/** The exact command that goes on with the rollback of a stack in UPDATE_ROLLBACK_FAILED. */
export function continueRollbackCommand(stackName: string, skip: readonly string[] = []): string {
  const skipped = skip.length > 0 ? ` --resources-to-skip ${skip.join(' ')}` : '';
  return `aws cloudformation continue-update-rollback --stack-name ${stackName}${skipped}`;
}

/** What a person can do about a stack that Autoland does not touch by itself, in order. */
export function finishUpdateRollback(
  stackName: string,
  failed: readonly string[] = [],
): readonly string[] {
  const which =
    failed.length > 0 ? failed.join(', ') : 'the resource that could not be rolled back';
  return [
    `look at the events of stack ${stackName} and repair ${which}`,
    `continue the rollback: ${continueRollbackCommand(stackName)}`,
    `if it cannot be repaired, skip it: ${continueRollbackCommand(stackName, failed.length > 0 ? failed : ['ID'])}; the stack then no longer describes it truthfully`,
    'deploy again when the stack is UPDATE_ROLLBACK_COMPLETE',
  ];
}

/** ContinueUpdateRollback takes stacks in UPDATE_ROLLBACK_FAILED only, so an import has another way out. */
export function finishImportRollback(stackName: string): readonly string[] {
  return [
    `look at the events of stack ${stackName} for the resource whose import could not be rolled back`,
    `take the resource out of the template that is deployed: aws cloudformation get-template --stack-name ${stackName}, then update-stack`,
    'deploy again when the stack is UPDATE_COMPLETE',
  ];
}

export function finishDeletion(stackName: string): readonly string[] {
  return [
    `look at the events of stack ${stackName} for the resource that could not be deleted (a bucket with objects, a network interface in use)`,
    `finish the deletion, keeping what must stay: aws cloudformation delete-stack --stack-name ${stackName} --retain-resources ID`,
    'deploy again when the stack is gone',
  ];
}
