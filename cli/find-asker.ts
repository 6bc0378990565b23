import { type Asker, NOBODY } from './asker.js';

/** A person where there is a terminal on both sides; nobody otherwise. */
export async function findAsker(): Promise<Asker> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return NOBODY;
  return (await import('./terminal-asker.js')).TERMINAL;
}
