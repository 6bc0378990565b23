/** Milliseconds. */
export function pause(duration: number): Promise<void> {
  return duration === 0
    ? Promise.resolve()
    : new Promise((resolve) => {
        setTimeout(resolve, duration);
      });
}
