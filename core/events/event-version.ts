/** `Source` of every event on Autoland's own bus. */
export const EVENT_SOURCE = 'autoland';

/** A new field leaves the version as it is; a field that goes or changes its meaning raises it. */
export const EVENT_VERSION = 1;
