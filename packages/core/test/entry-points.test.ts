/** Whatever is handed in where something else belongs is refused by name, never by an engine's TypeError. */
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../src/base64.ts'
import { Sha256, canonicalJson, sha256 } from '../src/digest.ts'
import type { Environment } from '../src/environment.ts'
import { GauntletError } from '../src/errors.ts'
import { uniformPolicy } from '../src/policy.ts'
import { Seed } from '../src/random/seed.ts'
import { playReplay, recordReplay, trajectoryDigest } from '../src/replay.ts'
import { gymView, parallelView } from '../src/single.ts'
import { corridor, counting, levels } from './worlds/index.ts'
import { tinyWorld } from './worlds/tiny.ts'

const seed = Seed.from(1)
/** What is no seed, schedule, action, snapshot, policy or replay. */
const JUNK: readonly unknown[] = [null, 3, 'text', Symbol('x'), {}, [], () => 1, Object.create(null)]
const BESIDE = [undefined, ...JUNK]

function refused(run: () => unknown, message: string): void {
  expect(run).toThrow(GauntletError)
  expect(run).toThrow(message)
}

async function begun(): Promise<Environment> {
  const environment = await corridor.make({}, 2)
  environment.reset(seed)
  return environment
}

describe('an environment', () => {
  it('is reset by a seed and a schedule of instances', async () => {
    const environment = await corridor.make({}, 2)
    for (const junk of BESIDE) refused(() => environment.reset(junk as never), 'toy/corridor: reset: got ')
    for (const junk of JUNK.filter((value) => typeof value !== 'function')) {
      refused(() => environment.reset(seed, junk as never), 'toy/corridor: schedule: got ')
    }
    for (const junk of BESIDE) refused(() => environment.reset(seed, () => junk as never), 'toy/corridor: ')
    refused(
      () => environment.reset(seed, () => ({}) as never),
      'the instance’s key: got undefined, expected a seed',
    )
    refused(() => environment.step(new Int32Array(2)), 'step before the first reset')
    const numbered = await levels.make()
    refused(() => numbered.reset(seed, () => ({ key: seed, index: '1' as never })), 'got instance "1"')
  })

  it('is stepped by actions of its space’s array', async () => {
    const environment = await begun()
    for (const junk of BESIDE) refused(() => environment.step(junk as never), 'expected Int32Array')
  })

  it('has its worlds restored from snapshots, and nothing moves where one is refused', async () => {
    const environment = await begun()
    const snapshot = environment.snapshot!.save(0)
    const restore = (content: unknown): void => environment.snapshot!.restore(1, content as never)
    for (const junk of BESIDE) refused(() => restore(junk), 'toy/corridor: ')
    for (const junk of BESIDE)
      refused(() => restore({ ...snapshot, content: junk }), 'toy/corridor: snapshot.content')
    const { shell, rules } = snapshot.content as { shell: Record<string, unknown>; rules: unknown }
    for (const name of Object.keys(shell)) {
      for (const junk of JUNK) {
        const content = { shell: { ...shell, [name]: junk }, rules }
        if (junk === 3 && (name === 'episode' || name === 'elapsed' || name === 'index')) continue
        if (junk === 'text' && name === 'key')
          refused(() => restore({ ...snapshot, content }), 'seed: got "text"')
        else
          refused(
            () => restore({ ...snapshot, content }),
            `toy/corridor: snapshot.content.shell.${name}: got `,
          )
      }
    }
    const written = JSON.parse(JSON.stringify(snapshot)) as typeof snapshot
    refused(() => restore(written), 'shell.totals: got {"0":0,"1":0}, expected a Float64Array of 2')
    expect(environment.snapshot!.save(1)).toEqual((await begun()).snapshot!.save(1))
  })

  it('has no worlds by names that are not numbers', async () => {
    const environment = await begun()
    for (const junk of BESIDE) refused(() => environment.renderText(junk as never), 'got world ')
    for (const junk of BESIDE)
      refused(() => environment.instance!.restart(0, junk as never), 'toy/corridor: ')
  })

  it('is not asked for more worlds than there can be', async () => {
    for (const batch of [null, '2', 0.5, Symbol('x')]) {
      await expect(corridor.make({}, batch as never)).rejects.toThrow('toy/corridor: batch: got ')
    }
    await expect(corridor.make({}, 2 ** 50)).rejects.toThrow(
      'toy/corridor: 1125899906842624 worlds cannot be built',
    )
    await expect(corridor.make({}, 2 ** 50)).rejects.toThrow(GauntletError)
  })

  it.each(['start', 'step', 'observe'])('has rules whose %s is done when it returns', async (name) => {
    const late = tinyWorld({
      rules: ({ sound }) => ({
        [name]: async (...given: never[]) => (sound[name as 'step'] as (...given: never[]) => void)(...given),
      }),
    })
    const environment = await late.make()
    refused(() => {
      environment.reset(seed)
      environment.step(new Int32Array(1))
    }, `toy/tiny: ${name}: returned a promise`)
  })
})

describe('a replay', () => {
  const frames = async (replay: unknown): Promise<void> => {
    for await (const _ of playReplay(corridor, replay as never));
  }

  it('has every part that a replay has', async () => {
    const replay = await recordReplay(corridor, {}, uniformPolicy(), seed, { key: seed })
    await frames(replay)
    for (const junk of BESIDE) await expect(frames(junk)).rejects.toThrow(GauntletError)
    for (const part of Object.keys(replay)) {
      for (const junk of BESIDE) {
        await expect(frames({ ...replay, [part]: junk }), `${part} ${String(typeof junk)}`).rejects.toThrow(
          GauntletError,
        )
      }
    }
    for (const junk of BESIDE) {
      const { environment, instance } = replay
      const changed = { ...environment, parameters: junk, ...(Object(junk) === junk && { id: junk }) }
      await expect(frames({ ...replay, environment: changed })).rejects.toThrow(GauntletError)
      await expect(frames({ ...replay, instance: { ...instance, key: junk } })).rejects.toThrow(GauntletError)
    }
    await expect(frames({ ...replay, steps: 1e15 })).rejects.toThrow('actions: got')
  })

  it('is recorded of a definition by a policy', async () => {
    const record = (...given: unknown[]): Promise<unknown> =>
      recordReplay(...(given as Parameters<typeof recordReplay>))
    const instance = { key: seed }
    await expect(record(null, {}, uniformPolicy(), seed, instance)).rejects.toThrow(
      'recordReplay: definition: got null',
    )
    await expect(record(corridor, {}, {}, seed, instance)).rejects.toThrow(
      'recordReplay: policy.begin: got undefined',
    )
    await expect(record(corridor, {}, uniformPolicy(), 3, instance)).rejects.toThrow(
      'toy/corridor: reset: got 3',
    )
    for (const options of [{ mode: 'both' }, { maximumSteps: NaN }]) {
      await expect(record(corridor, {}, uniformPolicy(), seed, instance, options)).rejects.toThrow(
        'recordReplay: m',
      )
    }
    refused(() => trajectoryDigest(null as never, null as never, seed, 1), 'trajectoryDigest: policy')
  })
})

describe('a plain view', () => {
  it('takes numbers and lists of them', async () => {
    for (const junk of BESIDE) refused(() => gymView(junk as never), 'environment')
    for (const junk of BESIDE) refused(() => parallelView(junk as never), 'environment')
    const view = gymView(await counting.make())
    for (const junk of [null, 3]) refused(() => view.reset(junk as never), 'reset: options: got ')
    for (const junk of [null, 'x', 0.5]) refused(() => view.reset({ seed: junk as never }), 'seed: got ')
    view.reset()
    for (const junk of [undefined, null, 'a', true, {}, ['1'], [null], Array(1)])
      refused(() => view.step(junk as never), 'agent')
    const parallel = parallelView(await counting.make())
    parallel.reset()
    for (const junk of [undefined, null, 3])
      refused(() => parallel.step(junk as never), 'step: actions: got ')
  })
})

describe('the uniform policy', () => {
  it('acts after it has begun with a seed', async () => {
    const environment = await begun()
    for (const junk of BESIDE)
      refused(() => uniformPolicy().begin(environment, junk as never), 'policy: begin: got ')
    refused(() => uniformPolicy().act(environment, new Int32Array(2), 'sample'), 'act before begin')
  })
})

describe('digests and base64', () => {
  it('are of bytes, texts and values that JSON can hold', () => {
    for (const junk of BESIDE.filter((value) => typeof value !== 'string')) {
      refused(() => sha256(junk as never), 'got ')
      refused(() => new Sha256().update(junk as never), 'got ')
      refused(() => encodeBase64(junk as never), 'got ')
      refused(() => decodeBase64(junk as never), 'got ')
    }
    const endless: unknown[] = []
    endless.push({ endless })
    refused(() => canonicalJson(endless), 'nested too deeply, or in itself')
    refused(() => canonicalJson([1, Array(1)]), '$[1][0]: undefined has no place in JSON')
  })
})
