/** Stands in the place of the environment where a deletion is about all of them. No environment can have this name. */
export const ALL_ENVIRONMENTS = '*';
