export type Listeners<T> = {
  readonly add: (listener: (event: T) => void) => () => void;
  readonly tell: (event: T) => void;
};

export function createListeners<T>(): Listeners<T> {
  const all = new Set<(event: T) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell: (event) => {
      for (const listener of [...all]) listener(event);
    },
  };
}
