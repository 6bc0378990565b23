import fc from 'fast-check';
import { findLongestPath } from '../../../core/plan/longest-path.js';

const task = (name: string, ...predecessors: string[]) => ({ name, predecessors });

test('the path that takes longest, not the one with most tasks', () => {
  const durations: Record<string, number> = { env: 10, db: 5, api: 5, slow: 60, web: 1 };
  const found = findLongestPath(
    [
      task('env'),
      task('db', 'env'),
      task('api', 'db'),
      task('slow', 'env'),
      task('web', 'api', 'slow'),
    ],
    (name) => durations[name] ?? 0,
  );
  expect(found).toEqual({ length: 71, path: ['env', 'slow', 'web'] });
});

test('no tasks take no time, and predecessors elsewhere count as done', () => {
  expect(findLongestPath([], () => 1)).toEqual({ length: 0, path: [] });
  expect(findLongestPath([task('api', 'elsewhere')], () => 3)).toEqual({
    length: 3,
    path: ['api'],
  });
});

test('a chain of ten thousand does not overflow', () => {
  const chain = Array.from({ length: 10_000 }, (_, n) =>
    task(`t${n}`, ...(n > 0 ? [`t${n - 1}`] : [])),
  );
  expect(findLongestPath(chain.toReversed(), () => 1).length).toBe(10_000);
});

test('the path is one of the graph, and running everything as early as possible takes exactly that long', () => {
  const graphs = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.array(fc.nat(), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(graphs, (rows) => {
      const tasks = rows.map(([, needs], n) =>
        task(`t${n}`, ...(n === 0 ? [] : needs.map((need) => `t${need % n}`))),
      );
      const durationOf = (name: string): number => rows[Number(name.slice(1))]?.[0] ?? 0;
      const ends = new Map<string, number>();
      for (const { name, predecessors } of tasks) {
        ends.set(
          name,
          Math.max(0, ...predecessors.map((need) => ends.get(need) ?? 0)) + durationOf(name),
        );
      }
      const { length, path } = findLongestPath(tasks, durationOf);
      expect(length).toBe(Math.max(...ends.values()));
      expect(path.reduce((sum, name) => sum + durationOf(name), 0)).toBe(length);
      path.slice(1).forEach((name, index) => {
        expect(tasks.find((one) => one.name === name)?.predecessors).toContain(path[index]);
      });
    }),
  );
});
