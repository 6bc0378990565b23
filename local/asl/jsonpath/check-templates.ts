import type { Report } from '../definition/diagnostic.js';
import type { State } from '../definition/machine.js';

export function checkPayloadTemplates(_state: State, _location: string, _report: Report): void {}
