import { existsSync, readFileSync, readdirSync, writeFileSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { digestOf, sha256 } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import type { CellDescriptor, CellResult, FailedCell, Provenance } from '../src/records.ts'
import { type Store, createStore, openStore } from '../src/store.ts'
import { scratch } from './harness.ts'

function resultOf(seed: number, score = 1): CellResult {
  const descriptor: CellDescriptor = {
    environment: { id: 'toy/walk', version: 1, setting: 'short', parameters: {} },
    algorithm: { id: 'toy/right', version: 1, configuration: {}, recipe: {} },
    adapters: [],
    evaluation: { parameters: {}, episodes: 1, instances: null, batch: 1, mode: 'sample' },
    seed,
    budget: 0,
    backend: 'wasm',
    protocol: 1,
  }
  const content = {
    format: 'gauntlet-cell',
    formatVersion: 1,
    key: digestOf(descriptor),
    descriptor,
    score,
    episodes: { reward: [score] },
    lengths: [1],
    curve: [],
    steps: { training: 0, evaluation: 1 },
    policy: null,
  } as const
  return { ...content, digest: digestOf(content) }
}

function provenanceOf(key: string): Provenance {
  return {
    key,
    startedAt: '2026-01-01T00:00:00.000Z',
    trainingSeconds: 0,
    evaluationSeconds: 1,
    microsecondsPerDecision: 1,
    node: 'v20',
    platform: 'linux',
    processor: 'none',
    packages: {},
    commit: null,
  }
}

function put(store: Store, result: CellResult): string {
  store.putResult(result, provenanceOf(result.key), null)
  return join(store.root, 'cells', result.key.slice(0, 2), `${result.key}.json`)
}

const failedOf = ({ key, descriptor }: CellResult): FailedCell => ({
  format: 'gauntlet-failed-cell',
  formatVersion: 1,
  key,
  descriptor,
  reason: 'threw',
  message: 'no',
  failedAt: '2026-01-01T00:00:00.000Z',
})

describe('a store', () => {
  it('gives back what it was given', () => {
    const store = createStore(scratch())
    const result = resultOf(0)
    put(store, result)
    const again = openStore(store.root)
    expect(again.keys()).toEqual([result.key])
    expect(again.read(result.key)).toEqual(result)
    expect(again.provenance(result.key)).toEqual(provenanceOf(result.key))
  })

  it('looks for nothing outside of its folder', () => {
    const store = createStore(scratch())
    for (const name of ['../../../etc/passwd', '', 'A'.repeat(64)]) {
      for (const look of [() => store.file(name), () => store.policy(name), () => store.read(name)])
        expect(look).toThrow('expected a SHA-256 in hexadecimal')
    }
  })

  it('keeps policies and files by their digests', () => {
    const store = createStore(scratch())
    const policy = Uint8Array.from([1, 2, 3])
    const { digest: _, ...content } = { ...resultOf(0), policy: sha256(policy) }
    store.putResult({ ...content, digest: digestOf(content) }, provenanceOf(content.key), policy)
    expect(new Uint8Array(store.policy(sha256(policy))!)).toEqual(policy)
    store.putFile(sha256(policy), policy)
    expect(new Uint8Array(store.file(sha256(policy))!)).toEqual(policy)
  })

  it('refuses a second result that differs, and keeps the first', () => {
    const store = createStore(scratch())
    const result = resultOf(0)
    put(store, result)
    put(store, result)
    expect(() => put(store, resultOf(0, 2))).toThrow('does not come out the same twice')
    expect(store.read(result.key)).toEqual(result)
  })

  it('forgets a failure once there is a result', () => {
    const store = createStore(scratch())
    const result = resultOf(0)
    store.putFailure(failedOf(result))
    expect(store.failedKeys()).toEqual([result.key])
    expect(store.failure(result.key)).toEqual(failedOf(result))
    put(store, result)
    expect(store.failedKeys()).toEqual([])
    expect(store.failure(result.key)).toBeUndefined()
  })

  it('leaves no draft behind, and counts those of killed processes as absent', () => {
    const store = createStore(scratch())
    put(store, resultOf(0))
    expect(readdirSync(join(store.root, 'temporary'))).toEqual([])
    writeFileSync(join(store.root, 'temporary', `${resultOf(1).key}.json.123-abc`), '{"half":')
    expect(openStore(store.root).keys()).toEqual([resultOf(0).key])
  })
})

describe('a corrupt store', () => {
  const spoil = (change: (text: string) => string) => {
    const store = createStore(scratch())
    const path = put(store, resultOf(0))
    writeFileSync(path, change(readFileSync(path, 'utf8')))
    return { store, path, read: () => store.read(resultOf(0).key) }
  }

  it('is reported with the file and what to do', () => {
    const { path, read } = spoil((text) => text.replace('"score":1', '"score":2'))
    expect(read).toThrow(path)
    expect(read).toThrow('its digest is')
    expect(read).toThrow('remove the file and run again')
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, 100), 'is not JSON'],
    ['empty', () => '', 'is not JSON'],
    ['no record', () => '[]', 'expected gauntlet-cell'],
    [
      'of another version',
      (text: string) => text.replace('"formatVersion":1', '"formatVersion":9'),
      'this harness reads 1',
    ],
    [
      'of another cell',
      (text: string) => withDigest({ ...JSON.parse(text), key: 'abc' }),
      'holds cell "abc"',
    ],
    ['of a changed descriptor', (text: string) => withDigest(reseeded(text)), 'its descriptor has the key'],
  ])('is noticed where a file is %s', (_, change, message) => {
    expect(spoil(change).read).toThrow(message)
  })

  it.each<[string, (record: CellResult) => unknown, string]>([
    [
      'a field',
      (record) => ({ ...record, lengths: undefined }),
      'cell.lengths: got undefined, expected a list of numbers',
    ],
    ['no others', (record) => ({ ...record, note: 'hi' }), 'cell.note'],
    [
      'numbers',
      (record) => ({ ...record, episodes: { reward: [1, null] } }),
      'cell.episodes.reward[1]: got null',
    ],
  ])('is noticed where a record lacks %s, though its digest was made anew', (_, change, message) => {
    const spoilt = (text: string) => withDigest(change(JSON.parse(text)) as Record<string, unknown>)
    expect(spoil(spoilt).read).toThrow(message)
  })

  it('is noticed where bytes are not those of their digest', () => {
    const store = createStore(scratch())
    const digest = sha256('bytes')
    store.putFile(digest, Buffer.from('others'))
    expect(() => store.file(digest)).toThrow(`${digest}.bin: its content has the digest ${sha256('others')}`)
  })

  it('is noticed where what describes a run, or a failure, is no such thing', () => {
    const store = createStore(scratch())
    const result = resultOf(0)
    put(store, result)
    const written = (shelf: string, text: string) => {
      const path = join(store.root, shelf, result.key.slice(0, 2), `${result.key}.json`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    written('provenance', 'null')
    expect(() => store.provenance(result.key)).toThrow('record: got null, expected an object')
    written('failed', '{"format":"gauntlet-failed-cell"}')
    expect(() => store.failure(result.key)).toThrow('record.formatVersion: got undefined, expected 1')
    written('failed', JSON.stringify({ ...failedOf(resultOf(1)), key: result.key }))
    expect(() => store.failure(result.key)).toThrow(`holds cell ${resultOf(1).key}`)
  })

  it('is one with directories in place of files, or files in place of directories', () => {
    const store = createStore(scratch())
    const path = put(store, resultOf(0))
    rmSync(path)
    mkdirSync(path)
    expect(() => store.read(resultOf(0).key)).toThrow(`${path}: cannot be read`)
    rmSync(join(store.root, 'cells'), { recursive: true })
    writeFileSync(join(store.root, 'cells'), '')
    expect(() => store.keys()).toThrow(`${join(store.root, 'cells')}: cannot be read`)
  })

  it('is none where other files lie beside the cells', () => {
    const store = createStore(scratch())
    const path = put(store, resultOf(0))
    for (const stray of [join(dirname(path), '.DS_Store'), join(store.root, 'cells', '.DS_Store')]) {
      writeFileSync(stray, '')
    }
    writeFileSync(join(dirname(path), 'notes.json'), '')
    expect(store.keys()).toEqual([resultOf(0).key])
  })

  it('may be written in another order or with spaces', () => {
    const { read } = spoil((text) => JSON.stringify(JSON.parse(text), null, 2))
    expect(read()).toEqual(resultOf(0))
  })
})

function withDigest(record: Record<string, unknown>): string {
  const { digest: _, ...content } = record
  return JSON.stringify({ ...content, digest: digestOf(content) })
}

function reseeded(text: string): Record<string, unknown> {
  const record = JSON.parse(text) as CellResult
  return { ...record, descriptor: { ...record.descriptor, seed: 9 } }
}

describe('opening', () => {
  it('refuses what is no store, or of another version', () => {
    const directory = scratch()
    expect(() => openStore(join(directory, 'none'))).toThrow('gauntlet run makes one')
    writeFileSync(join(directory, 'file'), '')
    expect(() => openStore(directory)).toThrow('no store.json')
    expect(() => createStore(directory)).toThrow('no store.json')
    expect(() => openStore(join(directory, 'file'))).toThrow('is not a directory')
    writeFileSync(join(directory, 'store.json'), '{"format":"gauntlet-store","formatVersion":2}')
    expect(() => openStore(directory)).toThrow('is of format "gauntlet-store" 2, expected gauntlet-store 1')
    writeFileSync(join(directory, 'store.json'), 'null')
    expect(() => openStore(directory)).toThrow('is of format undefined undefined, expected')
    writeFileSync(join(directory, 'store.json'), '{')
    expect(() => openStore(directory)).toThrow('is not JSON')
  })

  it('says where it cannot write', () => {
    const directory = scratch()
    writeFileSync(join(directory, 'file'), '')
    expect(() => createStore(join(directory, 'file', 'store'))).toThrow('cannot be written')
    const store = createStore(join(directory, 'store'))
    mkdirSync(join(store.root, 'cells'), { recursive: true })
    rmSync(join(store.root, 'temporary'), { recursive: true })
    writeFileSync(join(store.root, 'temporary'), 'in the way')
    expect(() => put(store, resultOf(0))).toThrow(`store ${store.root}: cannot be written`)
  })

  it.skipIf(!existsSync('/proc'))('says so where a directory takes no others', () => {
    expect(() => createStore('/proc/foo')).toThrow('store /proc/foo: cannot be written')
    expect(() => createStore('/proc/foo/deep/store')).toThrow('cannot be written')
  })

  it('makes the directories above it', () => {
    const path = join(scratch(), 'a/b/store')
    expect(createStore(path).root).toBe(path)
  })

  it('goes on where a process was killed before it had made the store', () => {
    const directory = scratch()
    mkdirSync(join(directory, 'temporary'))
    expect(createStore(directory).keys()).toEqual([])
  })
})
