import { VirtualClock } from '../../local/clock.js';

test('moments are whole milliseconds, whatever the delays are', async () => {
  const clock = new VirtualClock(1_000);
  const moments: number[] = [];
  for (const delay of [0.4, 0.9, 1.7]) clock.after(delay, () => moments.push(clock.now()));
  await clock.runUntil(() => false);
  expect(moments).toEqual([1_000, 1_000, 1_001]);
});

test('timers run in their order to the fraction', async () => {
  const clock = new VirtualClock();
  const order: string[] = [];
  clock.after(0.9, () => order.push('later'));
  clock.after(0.4, () => order.push('sooner'));
  await clock.runUntil(() => false);
  expect(order).toEqual(['sooner', 'later']);
});

test('limits of what waits are no work', async () => {
  const clock = new VirtualClock();
  clock.after(1_000, () => undefined, 'limit');
  expect(clock.isWorking()).toBe(false);
  const cancel = clock.after(1_000, () => undefined);
  expect(clock.isWorking()).toBe(true);
  cancel();
  expect(clock.isWorking()).toBe(false);
});

test('work under way is work', async () => {
  const clock = new VirtualClock();
  let finish = (): void => undefined;
  const work = clock.track(new Promise<void>((resolve) => (finish = resolve)));
  expect(clock.isWorking()).toBe(true);
  finish();
  await work;
  expect(clock.isWorking()).toBe(false);
});
