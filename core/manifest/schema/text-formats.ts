import * as z from 'zod';

/** What a text field holds, where that is more than any text. */
export const textFormats = z.registry<{ readonly name: 'duration' | 'port' }>();
