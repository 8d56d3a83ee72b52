/**
 * `gauntlet dataset`: what is recorded, how it is measured, and that our learners read it, and Python: that of
 * GAUNTLET_PYTHON, or python3, where it has NumPy.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EnvironmentDefinition, Seed, multiDiscrete } from '@gauntlet/core'
import { readNpz } from '@gauntlet/tables'
import { beforeAll, describe, expect, it } from 'vitest'
import { uniquePairs } from '../src/dataset/measures.ts'
import { readDataset } from '../src/dataset/recorded-dataset.ts'
import { uniformPropensities } from '../src/dataset/uniform-propensities.ts'
import { GAME, TOY, gauntletHere, scratch } from './harness.ts'
import { nim } from './plugins/game.ts'
import { walk } from './plugins/walk.ts'

const toy = ['--plugin', TOY]
const game = ['--plugin', GAME]

/** Records and reads back. */
async function record(directory: string, words: readonly string[], plugin: readonly string[] = toy) {
  const finished = await gauntletHere(directory, ['dataset', 'record', ...words, ...plugin, '--out', 'a.npz'])
  expect(finished).toMatchObject({ code: 0, stderr: expect.stringContaining('dataset written to') })
  const bytes = new Uint8Array(readFileSync(join(directory, 'a.npz')))
  const file = { name: 'a.npz', bytes }
  const dataset = readDataset(file, specOf(words[0]))
  return {
    ...dataset,
    ...dataset.columns,
    bytes,
    file,
    stdout: finished.stdout,
    about: dataset.about as About,
  }
}

interface About {
  readonly policies: readonly { readonly policy: string }[]
  readonly rows: number
  readonly measures: { readonly quality: { readonly value: number | null } } & Record<string, unknown>
  readonly [name: string]: unknown
}

function specOf(id: string) {
  const [environment, name] = id.split(':')
  const definition = (environment === walk.id ? walk : nim) as unknown as EnvironmentDefinition
  return definition.describe(definition.settings[name].parameters)
}

describe('what is recorded', () => {
  it('is the same for the same words, and other for another seed', async () => {
    const directory = scratch()
    const words = ['toy/walk:short', '--episodes', '5']
    const [one, same] = [await record(directory, words), await record(directory, words)]
    expect(same.bytes).toEqual(one.bytes)
    const other = await record(directory, [...words, '--seed', '1'])
    expect(other.bytes).not.toEqual(one.bytes)
    expect(one.about).toMatchObject({
      format: 'gauntlet-dataset',
      environment: { id: 'toy/walk', version: 1, setting: 'short', parameters: { length: 5 } },
      policies: [{ policy: 'random' }],
      seed: 0,
      episodes: { begun: 5, ended: 5 },
      packages: expect.objectContaining({ '@gauntlet/bench': expect.any(String) }),
    })
  })

  it('is what was played, decision by decision', async () => {
    const { about, ...rows } = await record(scratch(), ['toy/walk:team', '--episodes', '3'])
    const environment = await (walk as unknown as EnvironmentDefinition).make(
      walk.settings.team.parameters,
      1,
    )
    environment.reset(Seed.from(0).fold('toy/walk:team').fold(0).fold('dataset').fold(0))
    const finished = new Uint8Array(environment.spec.agents)
    for (let row = 0; row < rows.size;) {
      const first = row
      const deciding = [...finished.keys()].filter((a) => finished[a] === 0)
      const actions = new Int32Array(finished.length)
      for (const a of deciding) {
        expect(rows.agents![row]).toBe(a)
        expect(rows.observations[row]).toBe(environment.observations[a])
        actions[a] = (rows.actions as Int32Array)[row++]
      }
      environment.step(actions)
      const over = environment.ended[0] === 1
      for (const [k, a] of deciding.entries()) {
        expect(rows.rewards[first + k]).toBe(environment.rewards[a])
        expect(rows.terminated[first + k]).toBe(environment.terminated[a])
        expect(rows.truncated![first + k]).toBe(environment.truncated[a])
        const next = over ? environment.finalObservations : environment.observations
        expect(rows.nextObservations[first + k]).toBe(next[a])
        finished[a] = environment.terminated[a] | environment.truncated[a]
      }
      if (over) finished.fill(0)
    }
    expect(new Set(rows.episodes)).toEqual(new Set([0, 1, 2]))
    expect(rows.propensities.every((chance) => chance === 0.5)).toBe(true)
    expect(about.rows).toBe(rows.size)
  })

  it('credits those who wait with what comes of their last decision', async () => {
    const rows = await record(scratch(), ['game/nim:main', '--policy', 'expert', '--episodes', '4'], game)
    expect(rows.keeps).toEqual(['masks', 'nextMasks', 'truncated'])
    for (let row = 0; row < rows.size; row++) {
      expect(rows.observations[2 * row + 1]).toBe(1)
      expect(rows.agents![row]).toBe(rows.steps![row] % 2)
      if (rows.terminated[row] === 1) continue
      // The next row of the same player is where this one led to.
      expect([...rows.nextObservations.subarray(2 * row, 2 * row + 2)]).toEqual([
        ...rows.observations.subarray(2 * row + 4, 2 * row + 6),
      ])
      expect(rows.nextMasks!.subarray(4 * row, 4 * row + 4)).toEqual(
        rows.masks!.subarray(4 * row + 8, 4 * row + 12),
      )
      expect(rows.rewards[row]).toBe(0)
    }
    const ends = [...rows.rewards.keys()].filter((row) => rows.terminated[row] === 1)
    expect(ends).toHaveLength(8)
    for (let k = 0; k < 8; k += 2) expect(rows.rewards[ends[k]]).toBe(-rows.rewards[ends[k + 1]])
  })

  it('may be of two policies, in shares', async () => {
    const words = ['game/nim:main', '--mix', '0.25', '--mix-policy', 'expert:one', '--episodes', '8']
    const { about, file, episodes, actions } = await record(scratch(), words, game)
    expect(about.policies.map(({ policy }) => policy)).toEqual(['random', 'expert:one'])
    const policies = readNpz(file).array('policies').values
    episodes!.forEach((episode, row) => expect(policies[row]).toBe(episode < 6 ? 0 : 1))
    expect(new Set((actions as Int32Array).filter((_, row) => policies[row] === 1))).toEqual(new Set([1]))
  })

  it('stops after so many steps, in the middle of an episode', async () => {
    const { about, size, truncated, terminated } = await record(scratch(), ['toy/walk:short', '--steps', '7'])
    expect([about.steps, size, about.episodes]).toEqual([7, 7, { begun: 1, ended: 0 }])
    expect(truncated![6] | terminated[6]).toBe(0)
    expect(about.measures).toMatchObject({ meanReturn: null, quality: { value: null } })
  })

  it('may be what training left in a cell, through its adapters', async () => {
    const directory = scratch()
    const run = ['run', ...toy, '--env', 'toy/walk:short', '--algo', 'toy/learner', '--budget', '400']
    expect((await gauntletHere(directory, [...run, '--seeds', '1', '--workers', '1'])).code).toBe(0)
    const words = ['toy/walk:short', '--policy', 'cell:toy/walk:short toy/learner 0', '--episodes', '20']
    const { about, actions } = await record(directory, [...words, '--best', 'cell:toy/walk toy/learner'])
    expect(about.policies[0]).toMatchObject({
      policy: expect.stringMatching(/^cell:[0-9a-f]{64}$/),
      algorithm: { id: 'toy/learner', version: 1 },
      budget: 400,
    })
    // It learns to go right.
    expect((actions as Int32Array).reduce((sum, action) => sum + action, 0) / actions.length).toBeGreaterThan(
      0.6,
    )
    expect(about.measures.quality.value).toBe(1)
    const stray = ['dataset', 'record', 'toy/walk:long', ...toy, '--policy', 'cell:toy/walk', '--steps', '9']
    const { code, stderr } = await gauntletHere(directory, [...stray, '--out', 'b.npz'])
    expect(code).toBe(2)
    expect(stderr).toContain(
      '--policy: cell toy/walk is of toy/walk:short, expected one with the parameters of',
    )
  }, 60_000)
})

describe('how it is measured', () => {
  it('from 0 for uniform play to 1 for the expert, with as many pairs as there are', async () => {
    const directory = scratch()
    const solo = await record(directory, ['toy/walk:short', '--episodes', '30'])
    expect(solo.about.measures).toMatchObject({
      quality: { best: null, value: null },
      coverage: { value: 1, reference: 'random' },
    })
    const other = ['toy/walk:short', '--episodes', '3', '--seed', '2', '--reference', 'a.npz']
    const { about, stdout, observations, actions, size } = await record(directory, other)
    const unique = new Set(Array.from({ length: size }, (_, i) => `${observations[i]} ${actions[i]}`)).size
    expect(uniquePairs(observations, actions as Int32Array, size)).toBe(unique)
    const { coverage } = solo.about.measures as unknown as { coverage: { unique: number } }
    expect(about.measures.coverage).toEqual({
      value: unique / coverage.unique,
      unique,
      referenceUnique: coverage.unique,
      reference: 'a.npz',
    })
    expect(stdout).toContain(`${unique} unique pairs, ${coverage.unique} of a.npz`)
    const alone = await gauntletHere(directory, ['dataset', 'info', 'a.npz'])
    expect(alone.stdout).toMatch(/^mean return \S+ \(random \S+\); no TQ, which needs an expert or --best$/m)
    const bare = await record(directory, ['toy/walk:short', '--episodes', '3', '--no-measures'])
    expect(bare.about.measures).toBeNull()
  })

  it('uniform play’s probabilities are those of its legal choices, factor by factor', () => {
    const spec = { agents: 2, action: multiDiscrete([2, 3]) }
    const actionMask = Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 0, 1, 1)
    const environment = { spec, actionMask } as unknown as Parameters<typeof uniformPropensities>[0]
    expect([...uniformPropensities(environment, new Int32Array(4))]).toEqual([1 / 6, 1 / 2])
    const maskAfter = {
      maskAfter: (_: number, __: Int32Array, mask: Uint8Array) => mask.set([0, 0, 1, 1, 1, 1]),
    }
    const dependent = { ...environment, maskAfter } as typeof environment
    expect([...uniformPropensities(dependent, new Int32Array(4))]).toEqual([1 / 2, 1 / 3])
  })
})

describe('gauntlet dataset info', () => {
  it('shows what a file says of itself, and its columns', async () => {
    const directory = scratch()
    const { about } = await record(
      directory,
      ['game/nim:main', '--policy', 'expert', '--episodes', '2'],
      game,
    )
    const { code, stdout } = await gauntletHere(directory, ['dataset', 'info', 'a.npz'])
    expect(code).toBe(0)
    expect(stdout).toContain('game/nim:main, version 1; expert:perfect; seed 0')
    expect(stdout).toMatch(/^masks +uint8 +\[\d+, 4\]$/m)
    const json = await gauntletHere(directory, ['dataset', 'info', 'a.npz', '--json'])
    expect(JSON.parse(json.stdout)).toEqual(about)
  })

  it('refuses other files by name', async () => {
    const directory = scratch()
    writeFileSync(join(directory, 'b.npz'), 'no zip file')
    const info = async (file: string) => gauntletHere(directory, ['dataset', 'info', file])
    expect(await info('b.npz')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('b.npz: got "other bytes"'),
    })
    expect(await info('c.npz')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no') })
  })
})

describe('bad usage ends with 2 and says what is allowed', () => {
  const out = ['--out', 'a.npz', '--steps', '5']
  it.each([
    [['toy/walk:short', '--out', 'a.npz'], '--episodes, --steps: got neither, expected one of them'],
    [['toy/walk:short', ...out, '--episodes', '1'], '--episodes, --steps: got both, expected one of them'],
    [['toy/walk:short', '--steps', '5'], "required option '--out <file>' not specified"],
    [['toy/wolk', ...out], 'unknown environment toy/wolk; did you mean toy/walk?'],
    [
      ['toy/*', ...out],
      'toy/*: got 3 settings, expected one of toy/walk:short, toy/walk:long, toy/walk:team',
    ],
    [
      ['toy/walk:short', ...out, '--policy', 'best'],
      '--policy: got best, expected random, expert, expert:NAME or',
    ],
    [['toy/walk:short', ...out, '--policy', 'expert'], '--policy: toy/walk:short has no expert'],
    [
      ['toy/walk:short', ...out, '--policy', 'expert:x'],
      'unknown expert x of toy/walk:short; there are none',
    ],
    [['toy/walk:short', ...out, '--policy', 'cell:abc'], 'gauntlet run makes one'],
    [['toy/walk:short', ...out, '--mix', '1'], 'Expected a number between 0 and 1.'],
    [
      ['toy/walk:short', ...out, '--mix', '0.01', '--mix-policy', 'random'],
      '--mix: got 0.01 of 5 steps, expected at least one for either policy',
    ],
    [['toy/walk:short', ...out, '--reference', 'none.npz'], 'none.npz: cannot be read: there is no'],
    [
      ['toy/walk:short', '--steps', '5', '--out', 'z.arrow'],
      '--out z.arrow: unknown ending .arrow; expected .npz',
    ],
    [['toy/walk:short', '--steps', '5', '--out', '.'], '--out .: cannot be written: it is a directory'],
  ])('%j', async (words, message) => {
    const { code, stderr } = await gauntletHere(scratch(), ['dataset', 'record', ...words, ...toy])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const blocks = [...readme.matchAll(/^```python\n([\s\S]*?)^```$/gm)].map(([, block]) => block)
  const code = blocks.find((block) => block.includes('np.load')) ?? ''
  const python = process.env.GAUNTLET_PYTHON ?? 'python3'
  const numpy = spawnSync(python, ['-c', 'import numpy']).status === 0
  let directory: string

  beforeAll(async () => {
    directory = scratch()
    await record(directory, ['game/nim:main', '--policy', 'expert', '--episodes', '5'], game)
  })

  it('names every column', () => {
    const { names } = readNpz({ name: 'a', bytes: readFileSync(join(directory, 'a.npz')) })
    for (const name of names) expect(readme).toContain(`\`${name}\``)
    for (const [, name] of code.matchAll(/data\['(.*?)'\]/g)) expect(names).toContain(name)
  })

  it.skipIf(!numpy)('has code that Python runs', () => {
    writeFileSync(join(directory, 'read.py'), code.replace('data.npz', 'a.npz'))
    const { status, stdout, stderr } = spawnSync(python, ['read.py'], { cwd: directory, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('game/nim')
  })
})
