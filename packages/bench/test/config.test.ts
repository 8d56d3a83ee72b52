import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EnvironmentDefinition, type KnownScores, type Setting, numbers, sha256 } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { checkConfig, loadConfig } from '../src/config.ts'
import type { Catalogue } from '../src/catalogue.ts'
import { parseParameter, withCustomSettings } from '../src/custom-settings.ts'
import { planMatrix } from '../src/plan.ts'
import { resolveRequest } from '../src/request.ts'
import { TOY, gauntlet, scratch } from './harness.ts'
import { walk } from './plugins/walk.ts'

/** A directory with a configuration. */
function configured(text: string, name = 'gauntlet.config.ts'): string {
  const directory = scratch()
  writeFileSync(join(directory, name), text)
  return directory
}

const defined = (config: object): string =>
  `import { defineConfig } from '@gauntlet/bench'\nexport default defineConfig(${JSON.stringify(config)})`

/** Goes round in circles, twice at every turn. */
function circular(): object {
  const config: { environments?: readonly object[] } = {}
  config.environments = [config, config]
  return config
}

describe('a configuration', () => {
  it.each([
    [{ sedes: 3 }, 'c.sedes: unknown field; did you mean seeds?'],
    [{ wholly: 3 }, 'c.wholly: unknown field; the fields are preset, environments'],
    [{ seeds: 0 }, 'c.seeds: got 0, expected a whole number from 1 to 100000'],
    [{ seeds: 1e9 }, 'c.seeds: got 1000000000, expected a whole number from 1 to 100000'],
    [{ workers: 1e9 }, 'c.workers: got 1000000000, expected a whole number from 1 to 1024'],
    [{ seeds: '3' }, 'c.seeds: got "3", expected a whole number'],
    [{ environments: 'mapf/*' }, 'c.environments: got "mapf/*", expected a list'],
    [{ environments: ['a', 5] }, 'c.environments[1]: got 5, expected an object'],
    [{ environments: [{ name: 'x' }] }, 'c.environments[0].environment'],
    [{ environments: [{ environment: 'a/b', name: 'A B' }] }, 'c.environments[0].name: got A B'],
    [
      { environments: [{ environment: 'a/b', name: 'x', evaluation: { mode: 'best' } }] },
      'c.environments[0].evaluation.mode: got "best", expected one of sample, greedy',
    ],
    [
      { environments: [{ environment: 'a/b', name: 'x', literature: [{ algorithm: 'ppo', score: 1 }] }] },
      'c.environments[0].literature[0].source: got undefined, expected text',
    ],
    [{ algorithms: [{ configuration: {} }] }, 'c.algorithms[0].id'],
    [{ limits: { seconds: -1 } }, 'c.limits.seconds: got -1, expected a number above 0'],
    [{ limits: { memory: 5 } }, 'c.limits.memory: unknown field; did you mean memoryMb?'],
    [{ backend: 'gpu' }, 'c.backend: got "gpu", expected one of wasm, cpu'],
    [[], 'c: got [], expected an object'],
    [{ environments: [] }, 'c.environments: got [], expected a list that is not empty'],
    [{ algorithms: [] }, 'c.algorithms: got [], expected a list that is not empty'],
    [
      { environments: [{ environment: 'a/b', name: 'x', evaluation: { instances: [] } }] },
      'c.environments[0].evaluation.instances: got [], expected a list that is not empty',
    ],
    [{ seeds: () => 3 }, 'c.seeds: is a function, expected plain data'],
    [{ seeds: Symbol('x') }, 'c.seeds: is a symbol, expected plain data'],
    [{ seeds: 10n }, 'c.seeds: is a bigint, expected plain data'],
    [circular(), 'c.environments[0]: holds itself, or is nested too deeply; expected plain data'],
  ] as const)('%o is refused with the field', (config, message) => {
    expect(() => checkConfig(config, 'c')).toThrow(message)
  })

  it('that throws where it is read is refused with the field', () => {
    const config = {
      get seeds(): number {
        throw Object.create(null)
      },
    }
    expect(() => checkConfig(config, 'c')).toThrow('c.seeds: cannot be read: [Object: null prototype] {}')
  })

  it.each([
    ['gauntlet.config.ts', defined({ seeds: 3 })],
    ['gauntlet.config.mjs', 'export default { seeds: 3 }'],
    ['gauntlet.config.json', '{ "seeds": 3 }'],
    ['gauntlet.config.json', '\uFEFF{ "seeds": 3 }'],
  ])('is read from %s', async (name, text) => {
    const directory = configured(text, name)
    expect(await loadConfig(undefined, directory)).toEqual({
      path: join(directory, name),
      directory,
      config: { seeds: 3 },
    })
  })

  it('that is missing, throws or exports nothing is named', async () => {
    await expect(loadConfig('none.ts', '/tmp')).rejects.toThrow('config none.ts: there is no /tmp/none.ts')
    await expect(loadConfig(undefined, configured('throw new Error("no")'))).rejects.toThrow(
      'config gauntlet.config.ts: cannot be loaded: Error: no',
    )
    await expect(loadConfig(undefined, configured('export const seeds = 1'))).rejects.toThrow(
      'has no default export',
    )
    await expect(loadConfig(undefined, configured('{', 'gauntlet.config.json'))).rejects.toThrow(
      'cannot be loaded',
    )
    for (const name of ['empty.cjs', 'empty.mjs', 'empty.ts']) {
      await expect(loadConfig(name, configured('', name))).rejects.toThrow('has no default export')
    }
    await expect(loadConfig('.', scratch())).rejects.toThrow('config .: is a directory, expected a file')
  })

  it('is none where there is no file', async () => {
    expect((await loadConfig(undefined, scratch())).config).toEqual({})
  })
})

describe('a matrix of a configuration', () => {
  const custom = {
    environment: 'toy/walk',
    name: 'mine',
    parameters: { length: 3 },
    evaluation: { episodes: 4, batch: 9, parameters: { slip: 0 } },
  }

  const planned = async (config: object, flags = {}) => {
    const request = await resolveRequest(flags, configured(defined({ plugins: [TOY], ...config })))
    return { request, cells: planMatrix(request.catalogue, request.blocks(), request.backend).cells }
  }

  it('takes settings of one’s own and configured algorithms', async () => {
    const { cells } = await planned({
      environments: [custom],
      algorithms: ['toy/right', { id: 'toy/learner', configuration: { rate: 0.5 } }],
      seeds: 1,
      budget: 50,
    })
    expect(cells.map(({ descriptor }) => descriptor.environment.setting)).toEqual(['mine', 'mine'])
    expect(cells[0].descriptor.environment.parameters).toEqual({ length: 3, slip: 0.1, agents: 1 })
    expect(cells[0].descriptor.evaluation).toMatchObject({ episodes: 4, batch: 4, parameters: { slip: 0 } })
    expect(cells[1].descriptor.algorithm.configuration).toMatchObject({ rate: 0.5 })
    expect(cells[1].descriptor.budget).toBe(50)
  })

  it('gives way to flags', async () => {
    const { cells, request } = await planned(
      {
        environments: ['toy/walk:short'],
        algorithms: ['*'],
        seeds: 4,
        workers: 3,
        store: 's',
        limits: { seconds: 5 },
      },
      { env: ['toy/walk:long'], algo: ['toy/right'], seeds: 1, workers: 1, timeout: 9 },
    )
    expect(cells.map(({ descriptor }) => descriptor.environment.setting)).toEqual(['long'])
    expect(request).toMatchObject({ workers: 1, limits: { seconds: 9, memoryMb: 2048 } })
    expect(request.store).toBe(join(request.config.directory, 's'))
  })

  it('narrows a preset to the settings asked for, and takes other algorithms in place of its own', async () => {
    const settings = async (config: object, flags = {}) => {
      const { cells } = await planned({ preset: 'quick', ...config }, flags)
      return [...new Set(cells.map(({ descriptor: d }) => `${d.environment.setting} ${d.algorithm.id}`))]
    }
    expect(await settings({}, { env: ['*:long'], algo: ['toy/right'] })).toEqual(['long toy/right'])
    expect(await settings({ environments: [custom], algorithms: ['toy/solo'] })).toEqual(['mine toy/solo'])
    expect(await settings({})).toHaveLength(11)
  })

  it('gives way to a preset that is a flag, whatever it chooses itself', async () => {
    const config = { environments: [custom, '*:long'], algorithms: ['toy/solo'], seeds: 9, budget: 7 }
    const keys = ({ cells }: Awaited<ReturnType<typeof planned>>) => cells.map(({ key }) => key)
    const preset = { preset: 'quick' }
    expect(keys(await planned(config, preset))).toEqual(keys(await planned({}, preset)))
    expect(keys(await planned({ ...config, preset: 'none' }, preset))).toEqual(
      keys(await planned({}, preset)),
    )
    const { cells } = await planned(config, { ...preset, env: ['*:mine'], algo: ['toy/learner'], seeds: 1 })
    expect(cells.map(({ descriptor: d }) => `${d.environment.setting} ${d.algorithm.id}`)).toEqual([
      'mine toy/learner',
    ])
  })

  it('takes the backends there are, which bear on learners alone', async () => {
    const config = { environments: ['*:short'], algorithms: ['toy/right', 'toy/learner'], seeds: 1 }
    const backends = async (flags: object) =>
      (await planned(config, flags)).cells.map(({ descriptor: d }) => `${d.algorithm.id} ${d.backend}`)
    expect(await backends({ backend: 'cpu' })).toEqual(['toy/right wasm', 'toy/learner cpu'])
    await expect(backends({ backend: 'gpu' })).rejects.toThrow(
      '--backend: got "gpu", expected one of wasm, cpu',
    )
  })

  it('names what a misspelt glob may have meant', async () => {
    const refusal = async (flags: object) => planned({}, flags).then(String, ({ message }) => message)
    expect(await refusal({ algo: ['right'] })).toBe('unknown algorithm right; did you mean toy/right?')
    expect(await refusal({ env: ['wolk'] })).toBe('unknown environment wolk; did you mean toy/walk?')
    expect(await refusal({ env: ['toy/walk:shrot'] })).toMatch(/did you mean toy\/walk:short/)
    const nothing = await refusal({ env: ['quite/another-thing'] })
    expect(nothing).toMatch(/^unknown environment quite\/another-thing; there are .*toy\/walk/)
    expect(nothing).not.toContain(':')
  })

  it('refuses parameters that are not allowed, and names that are taken', async () => {
    await expect(planned({ environments: [{ ...custom, parameters: { length: 99 } }] })).rejects.toThrow(
      'toy/walk.length: got 99, expected a whole number from 1 to 40',
    )
    await expect(planned({ environments: [{ ...custom, name: 'short' }] })).rejects.toThrow(
      'toy/walk has a setting short already',
    )
    await expect(planned({ environments: [{ ...custom, evaluation: { instances: [0] } }] })).rejects.toThrow(
      'toy/walk:mine.evaluation.instances: got 0, expected none, since the environment has no numbered instances',
    )
    await expect(planned({ environments: [{ ...custom, environment: 'toy/wlk' }] })).rejects.toThrow(
      'unknown environment toy/wlk; did you mean toy/walk?',
    )
    const wrong = {
      algorithms: [{ id: 'toy/learner', configuration: { rate: -1 } }],
      environments: ['toy/walk:short'],
    }
    await expect(planned(wrong)).rejects.toThrow('toy/learner.rate: got -1, expected a')
  })
})

describe('a list among the parameters of the command line', () => {
  const environment = {
    id: 'toy/levels',
    parameters: { levels: numbers({ description: 'levels', default: [1] }) },
  } as unknown as Parameters<typeof parseParameter>[0]

  it('is written with commas alone', () => {
    expect(parseParameter(environment, 'levels=2,3.5')).toEqual(['levels', [2, 3.5]])
    expect(parseParameter(environment, 'levels=')).toEqual(['levels', []])
    expect(() => parseParameter(environment, 'levels=2,[3')).toThrow(
      'toy/levels.levels[1]: got "[3", expected a finite number; a list is written as in 1,2',
    )
  })
})

describe('a setting of one’s own', () => {
  const scores = (best: number): KnownScores => ({
    references: { random: { score: 0, source: 'r' }, best: { score: best, source: 'b' } },
    literature: [{ algorithm: 'bound', score: best, source: 's' }],
  })
  const known = ({ length = 0 }: { readonly length?: number } = {}): KnownScores => scores(2 * length)
  const settingOf = (definition: EnvironmentDefinition, given: object): Setting => {
    const catalogue = { environments: new Map([[definition.id, definition]]) } as unknown as Catalogue
    const custom = { environment: definition.id, name: 'mine', parameters: { length: 3 }, ...given }
    return withCustomSettings(catalogue, [custom], '.').environments.get(definition.id)!.settings.mine
  }

  it('has what its environment knows of the parameters, unless it says otherwise', () => {
    const knowing = { ...walk, known } as unknown as EnvironmentDefinition
    expect(settingOf(knowing, {})).toMatchObject(scores(6))
    expect(settingOf(knowing, { evaluation: { parameters: { length: 4 } } })).toMatchObject(scores(8))
    expect(settingOf(knowing, scores(1))).toMatchObject(scores(1))
    expect(settingOf(walk as unknown as EnvironmentDefinition, {}).references.best.score).toBeNaN()
  })
})

describe('files among parameters', () => {
  const environment = `
import { createEnvironment, defineEnvironment, discrete, file, flatArray } from '@gauntlet/core'
const describe = () => ({ agents: 1, observation: flatArray('o', 1), action: discrete(2), masked: false, activity: false,
  objectives: 1, constraints: [], horizon: 2, protocol: 'episodic' as const, sides: 1, rewardStructure: 'common' as const,
  rewardRange: [0, 1] as const, metrics: [{ name: 'bytes', unit: '', direction: 'maximise' as const, description: '' }],
  score: 'bytes', faces: [], missingFaces: { snapshot: 'n', instance: 'n', expert: 'n' }, engine: 'own' as const })
export const reader = defineEnvironment<{ readonly map: { name: string, bytes: Uint8Array } | null }>({
  id: 'toy/reader', version: 1, summary: 's', source: 's', parameters: { map: file({ description: 'm' }) }, settings: {},
  describe, make: ({ map }, batch) => createEnvironment('toy/reader', describe(), batch, () => ({ rules: {
    start() {}, step() {}, observe() {}, renderText: () => 'x', renderSvg: () => '<svg/>',
    measure: (w, metrics, at) => { metrics[at] = map === null ? 0 : map.bytes.reduce((sum, byte) => sum + byte, 0) } } })) })`

  it('are read, decide the key by their bytes, and are kept so that verify can run again', async () => {
    const directory = scratch()
    writeFileSync(join(directory, 'reader.ts'), environment)
    mkdirSync(join(directory, 'maps'))
    writeFileSync(join(directory, 'maps/a.map'), Uint8Array.from([1, 2, 3]))
    const setting = { environment: 'toy/reader', name: 'a', parameters: { map: 'maps/a.map' } }
    writeFileSync(
      join(directory, 'gauntlet.config.ts'),
      defined({ plugins: ['reader.ts', TOY], environments: [setting], algorithms: ['toy/random'], seeds: 1 }),
    )
    const run = await gauntlet(directory, ['run', '--store', 'store'])
    expect(run.stderr).toContain('toy/reader:a toy/random seed 0: 6')
    expect(run.code).toBe(0)
    const [name] = readdirSync(join(directory, 'store/cells'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.json'),
    )
    const cell = JSON.parse(readFileSync(join(directory, 'store/cells', name), 'utf8'))
    expect(cell.descriptor.environment.parameters).toEqual({
      map: { sha256: sha256(Uint8Array.from([1, 2, 3])) },
    })

    writeFileSync(join(directory, 'gauntlet.config.ts'), defined({ plugins: ['reader.ts', TOY] }))
    const verify = await gauntlet(directory, ['verify', 'store'])
    expect(verify.stdout).toContain('1 cell of 1 came out the same')
    expect(verify.code).toBe(0)
  }, 30_000)

  it.each([
    ['none.map', 'there is no'],
    ['.', 'is a directory, expected a file'],
    ['/dev/zero', 'is a device, pipe or socket, expected a regular file'],
    ['large.map', 'has 65 MiB, expected at most 64'],
  ])('that cannot be read are named (%s)', async (map, reason) => {
    const directory = scratch()
    writeFileSync(join(directory, 'reader.ts'), environment)
    writeFileSync(join(directory, 'large.map'), '')
    truncateSync(join(directory, 'large.map'), 64 * 2 ** 20 + 1)
    const setting = { environment: 'toy/reader', name: 'a', parameters: { map } }
    writeFileSync(
      join(directory, 'gauntlet.config.ts'),
      defined({ plugins: ['reader.ts'], environments: [setting] }),
    )
    const refused = resolveRequest({}, directory)
    await expect(refused).rejects.toThrow(`toy/reader:a.map: got "${map}", expected the path of a file`)
    await expect(refused).rejects.toThrow(reason)
  })
})
