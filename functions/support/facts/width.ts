/** So many questions of one kind at once: most describing calls are throttled at some ten a second, and the SDK repeats. */
export const WIDTH = 8;
