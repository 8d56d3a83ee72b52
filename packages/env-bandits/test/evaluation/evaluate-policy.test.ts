import { describe, expect, test } from 'vitest'
import { type FileContent, ParameterError, Seed, uniformPolicy } from '@gauntlet/core'
import { linear } from '../../src/contextual/linear.ts'
import { supervised } from '../../src/contextual/supervised.ts'
import { type BanditLog, makeBanditLog } from '../../src/evaluation/bandit-log.ts'
import { type PolicyEvaluation, evaluatePolicy } from '../../src/evaluation/evaluate-policy.ts'
import { readBanditLog } from '../../src/evaluation/log-file.ts'
import { fitRewards } from '../../src/evaluation/reward-models.ts'

const METHODS = [
  'ips',
  'snips',
  'directMethod',
  'doublyRobust',
  'selfNormalisedDoublyRobust',
  'switchDoublyRobust',
  'moreRobustDoublyRobust',
] as const

/** A log of 4000 rounds: x uniform, action 1 logged with chance (1 + x) / 3, rewards x and 1 - x in the mean. */
function toyLog(seed: number): BanditLog {
  const stream = Seed.from(seed).stream()
  const rows = Array.from({ length: 4000 }, () => {
    const x = stream.uniform()
    const action = stream.uniform() < (1 + x) / 3 ? 1 : 0
    const propensity = action === 1 ? (1 + x) / 3 : (2 - x) / 3
    const mean = action === 1 ? x : 1 - x
    return { x, action, propensity, reward: mean + 0.3 * stream.normal() }
  })
  return makeBanditLog({
    actions: 2,
    contexts: rows.map(({ x }) => x),
    chosen: rows.map(({ action }) => action),
    rewards: rows.map(({ reward }) => reward),
    propensities: rows.map(({ propensity }) => propensity),
  })
}

/** Takes action 1 with chance 1 - x: worth the mean of x (1 - x) + (1 - x) x = 1/3. */
function contrary(contexts: Float32Array, at: number, probabilities: Float64Array, from: number): void {
  probabilities[from] = contexts[at]
  probabilities[from + 1] = 1 - contexts[at]
}

function expectNear(evaluation: PolicyEvaluation, value: number): void {
  for (const method of METHODS) {
    const { value: estimate, standardError } = evaluation[method]
    expect(Math.abs(estimate - value), method).toBeLessThan(4 * standardError)
  }
}

test('every method finds the value of a policy, and the doubly robust with less error than IPS', () => {
  for (const seed of [1, 2, 3]) {
    const evaluation = evaluatePolicy(toyLog(seed), contrary)
    // The direct method's standard error leaves out that of its model, which adds as much again.
    const { directMethod, doublyRobust, ips, effectiveSampleSize } = evaluation
    expectNear(
      { ...evaluation, directMethod: { ...directMethod, standardError: doublyRobust.standardError } },
      1 / 3,
    )
    expect(doublyRobust.standardError).toBeLessThan(ips.standardError)
    expect(evaluation.moreRobustDoublyRobust.standardError).toBeLessThan(ips.standardError)
    expect(effectiveSampleSize).toBeLessThan(4000)
  }
})

test('standard errors are what estimates of other logs differ by', () => {
  const values = Array.from({ length: 40 }, (_, seed) => evaluatePolicy(toyLog(100 + seed), contrary))
  for (const method of ['ips', 'snips', 'doublyRobust', 'selfNormalisedDoublyRobust'] as const) {
    const squares = values.reduce((sum, value) => sum + (value[method].value - 1 / 3) ** 2, 0) / 40
    const expected = values.reduce((sum, value) => sum + value[method].standardError ** 2, 0) / 40
    // A variance of 40 has a standard error of sqrt(2 / 40) = 22 % of itself.
    expect(squares / expected, method).toBeGreaterThan(0.3)
    expect(squares / expected, method).toBeLessThan(1.9)
  }
})

test('the log of an environment gives the accuracy of a classifier', async () => {
  const environment = await supervised.make()
  const evaluation = evaluatePolicy(environment, (_, __, probabilities, from) => {
    probabilities.fill(0, from, from + 4)
    probabilities[from + 2] = 1
  })
  const { dataset, spec } = environment
  expect(evaluation.rounds).toBe(dataset!.size)
  expect(evaluation.greatestWeight).toBe(4)
  // The share of class 2 among the rows.
  const labels = new Int32Array(1)
  let share = 0
  const oracle = environment.expert!.policy('oracle')
  environment.reset(Seed.from(1))
  for (let row = 0; row < 1000; row++) {
    oracle.act(environment, labels, 'greedy')
    if (labels[0] === 2) share += 1 / 1000
    environment.step(labels)
  }
  expect(spec.horizon).toBe(1000)
  for (const method of METHODS.filter((name) => name !== 'directMethod')) {
    const { value, standardError } = evaluation[method]
    expect(Math.abs(value - share), method).toBeLessThan(4 * standardError)
  }
})

test('a policy is evaluated by its greedy actions, on a log of any origin', () => {
  const log = toyLog(5)
  const always = {
    begin() {},
    act(view: { readonly batch: number }, actions: { fill(value: number): void }) {
      expect(view.batch).toBe(4000)
      actions.fill(1)
    },
  }
  expectNear(evaluatePolicy(log, always), 0.5)
})

test('a log that left nothing to chance gives its mean reward to the policy that made it', () => {
  const log = makeBanditLog({
    actions: 2,
    contexts: [0, 1, 0, 1, 0, 1],
    chosen: [0, 1, 0, 1, 0, 1],
    rewards: [1, 0, 1, 0, 1, 1],
    propensities: [1, 1, 1, 1, 1, 1],
  })
  const own = (contexts: Float32Array, at: number, probabilities: Float64Array, from: number): void => {
    probabilities[from + contexts[at]] = 1
  }
  const evaluation = evaluatePolicy(log, own)
  for (const method of METHODS.filter((name) => name !== 'directMethod'))
    expect(evaluation[method].value, method).toBeCloseTo(4 / 6, 12)
})

test('a log without contexts is evaluated for a policy that needs none', () => {
  const log = makeBanditLog({
    actions: 2,
    contexts: [],
    chosen: [0, 1, 1, 0],
    rewards: [1, 0.5, 0.25, 0],
    propensities: [0.5, 0.5, 0.5, 0.5],
  })
  const always1 = (_: Float32Array, __: number, probabilities: Float64Array, from: number): void => {
    probabilities[from + 1] = 1
  }
  expect(evaluatePolicy(log, always1).snips.value).toBe(0.375)
  expect(() => evaluatePolicy(log, uniformPolicy())).toThrow(
    'the log has no contexts for the policy to act on',
  )
})

test('no round’s own reward bears on its estimate', () => {
  const log = toyLog(9)
  const rewards = log.rewards.slice()
  rewards[7] += 100
  const [before, after] = [fitRewards(log), fitRewards({ ...log, rewards })]
  expect([...after.subarray(14, 16)]).toEqual([...before.subarray(14, 16)])
  expect([...after.subarray(16, 18)]).not.toEqual([...before.subarray(16, 18)])
})

test('an environment whose log says nothing of masks is refused', async () => {
  const environment = await supervised.make()
  const masked = { ...environment, spec: { ...environment.spec, masked: true } }
  expect(() => evaluatePolicy(masked, uniformPolicy())).toThrow('got a dataset of masked actions')
})

test('an environment without a log is refused', async () => {
  const environment = await linear.make()
  expect(() => evaluatePolicy(environment, uniformPolicy())).toThrow('the environment has no dataset face')
})

describe('files', () => {
  const file = (text: string, name: string): FileContent => ({
    name,
    bytes: Uint8Array.from(Buffer.from(text)),
  })
  const CSV = 'x,action,reward,propensity,y\n0.5,0,1,0.25,2\n-1,2,0,0.5,3\n'
  const LINES =
    '{"action":0,"reward":1,"propensity":0.25,"context":[0.5,2]}\n' +
    '{"action":2,"reward":0,"propensity":0.5,"context":[-1,3]}\n\n'

  test('in CSV and JSON lines give the same log', () => {
    const log = readBanditLog(file(CSV, 'log.csv'))
    expect(log).toEqual({
      rounds: 2,
      actions: 3,
      width: 2,
      contexts: Float32Array.of(0.5, 2, -1, 3),
      chosen: Int32Array.of(0, 2),
      rewards: Float64Array.of(1, 0),
      propensities: Float64Array.of(0.25, 0.5),
    })
    expect(readBanditLog(file(LINES, 'log.jsonl'))).toEqual(log)
    expect(readBanditLog(file(LINES, 'log.jsonl'), 5).actions).toBe(5)
  })

  test.each([
    [
      CSV.replace('0.25', '0'),
      'log: line 2, column propensity: got 0, expected a probability above 0 and at most 1',
    ],
    [CSV.replace('0.25', '1.5'), 'log: line 2, column propensity: got 1.5'],
    [CSV.replace(',3\n', '\n'), 'log: line 3: fields: got 4, expected 5, as in line 1'],
    [CSV.replace('-1,2', '-1,two'), 'log: line 3, column action: got "two", expected a finite number'],
    [
      CSV.replace('-1,2', '-1,1.5'),
      'log: line 3, column action: got 1.5, expected a whole number from 0 to 2',
    ],
    [CSV.replace('propensity', 'chance'), 'propensity is missing'],
    [
      LINES.replace('[-1,3]', '[-1]'),
      'log: line 2, column context: got "1 numbers", expected 2, as in line 1',
    ],
    [LINES.replace('"propensity":0.5', '"propensity":0'), 'log: line 2, column propensity: got 0'],
    [LINES.replace('"reward":0', '"reward":null'), 'log: line 2, column reward: got null, expected a number'],
    [LINES.replace('[0.5,2]', '[0.5,"2"]'), 'log: line 1, column context 1: got "2", expected a number'],
    [LINES.replace('}\n', '\n'), 'log, line 1, column 59: got "the end", expected JSON to go on'],
    ['{"action":0,"reward":1,"propensity":1}\n[]', 'log: line 2: got [], expected an object in JSON'],
    [LINES.replace('[0.5,2]', '7'), 'log: line 1, column context: got 7, expected a list of numbers'],
    ['', 'log: got "no rows"'],
  ])('%j are refused', (text, message) => {
    expect(() => readBanditLog(file(text, 'log'))).toThrow(ParameterError)
    expect(() => readBanditLog(file(text, 'log'))).toThrow(message)
  })

  test('an action that is none of those said to be there is refused', () => {
    expect(() => readBanditLog(file(CSV, 'log'), 2)).toThrow(
      'log: line 3, column action: got 2, expected a whole number from 0 to 1',
    )
  })

  test('a number of something else in the column of actions is refused, not wrapped', () => {
    expect(() => readBanditLog(file(CSV.replace('-1,2', '-1,4000000000'), 'log'))).toThrow(
      'log: line 3, column action: got 4000000000, expected a whole number from 0 to 999999',
    )
  })

  test.each([2.5, 0, -1, 4e9])('a number of actions of %d is refused, not rounded', (actions) => {
    expect(() => readBanditLog(file(CSV, 'log'), actions)).toThrow(
      `log.actions: got ${actions}, expected a whole number from 1 to 1000000`,
    )
  })

  test('a feature beyond float32 is refused', () => {
    expect(() => readBanditLog(file(CSV.replace('0.5,0', '1e300,0'), 'log'))).toThrow(
      'log: line 2, column context 0: got 1e+300, expected a number that is finite in float32',
    )
  })

  test('ragged columns are refused', () => {
    const columns = { actions: 2, contexts: [], chosen: [0, 1], rewards: [1, 0], propensities: [0.5] }
    expect(() => makeBanditLog(columns)).toThrow('log: column propensity: got "1 rows", expected 2')
    expect(() => makeBanditLog({ ...columns, propensities: [0.5, 0.5], contexts: [1, 2, 3] })).toThrow(
      'log: column context: got "3 numbers"',
    )
    expect(() => makeBanditLog({ ...columns, propensities: [0.5, 0] })).toThrow(
      'log: row 2, column propensity: got 0, expected a probability above 0 and at most 1',
    )
  })
})
