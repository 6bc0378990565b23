import type { Shape } from './shape.js';

/** What a field takes, as messages and the manual say it: `text or a map`. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.options ? shape.options.map((text) => `"${text}"`).join(', ') : 'text';
    case 'number':
      return shape.isWhole ? 'a whole number' : 'a number';
    case 'boolean':
      return 'true or false';
    case 'list':
      return 'a list';
    case 'any':
      return 'anything';
    case 'map':
    case 'struct':
      return 'a map';
    case 'union':
      return [...new Set(shape.options.map(describeShape))].join(' or ');
  }
}
