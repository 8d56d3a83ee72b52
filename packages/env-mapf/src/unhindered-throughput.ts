/** What no lifelong policy can be above: `UNHINDERED_THROUGHPUT`. Written by test/studies/unhindered.test.ts. */

/** Goals per step, by the benchmark's set and number of agents, of agents that walk through one another. */
export const UNHINDERED_THROUGHPUT: Readonly<Record<string, number>> = {
  'random-8': 0.634,
  'random-16': 1.2896,
  'random-24': 1.8853,
  'random-32': 2.44,
  'random-48': 3.6164,
  'random-64': 4.8075,
  'mazes-8': 0.49878,
  'mazes-16': 1.024,
  'mazes-24': 1.5324,
  'mazes-32': 2.015,
  'mazes-48': 3.0121,
  'mazes-64': 4.0254,
  'warehouse-32': 1.0368,
  'warehouse-64': 2.0778,
  'warehouse-96': 3.1238,
  'warehouse-128': 4.1643,
  'warehouse-160': 5.207,
  'warehouse-192': 6.2493,
}
