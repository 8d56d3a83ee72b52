/**
 * Running the command line in a project that has the queue: `project`, `cellsOf`, `gauntletHere`, `start`, `finished`, `served`,
 * `serveOne`, `storeFiles`, `until`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  type CellQueue,
  type Job,
  createStore,
  describeMachine,
  planMatrix,
  resolveRequest,
} from '@gauntlet/bench'
import { afterAll, expect } from 'vitest'
import type { Cell } from '../../bench/src/cells.ts'
import { main } from '../../bench/src/cli.ts'
import { serveCells } from '../../bench/src/queue/serve.ts'
import type { Flags } from '../../bench/src/request.ts'

const PACKAGES = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(PACKAGES, 'bench/bin/gauntlet.js')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const scratched: string[] = []
const children = new Set<ChildProcess>()

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const directory of scratched) rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
})

/** An empty directory with some of our packages as its dependencies; gone after the tests of the file. */
export function project(config: object, packages: readonly string[] = ['queue', 'env-bandits']): string {
  const directory = mkdtempSync(join(tmpdir(), 'gauntlet-queue-'))
  scratched.push(directory)
  mkdirSync(join(directory, 'node_modules/@gauntlet'), { recursive: true })
  for (const name of packages) {
    symlinkSync(join(PACKAGES, name), join(directory, 'node_modules/@gauntlet', name))
  }
  const dependencies = Object.fromEntries(packages.map((name) => [`@gauntlet/${name}`, '*']))
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ type: 'module', dependencies }))
  writeFileSync(join(directory, 'gauntlet.config.json'), JSON.stringify(config))
  return directory
}

/** A bandit that takes a moment, for policies that do not train. */
export const TINY: object = {
  environments: [
    {
      environment: 'bandits/bernoulli',
      name: 'tiny',
      parameters: { horizon: 20 },
      evaluation: { episodes: 4, batch: 2 },
    },
  ],
  algorithms: ['ucb1', 'thompson'],
}

export function start(
  cwd: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): ChildProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...env } = process.env
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  child.on('close', () => children.delete(child))
  return child
}

/** Runs the command line in this process: for what has nothing to do with processes. */
export async function gauntletHere(cwd: string, args: readonly string[]): Promise<Finished> {
  const lines = { stdout: '', stderr: '' }
  const code = await main(
    args,
    {
      out: (text) => void (lines.stdout += `${text}\n`),
      err: (text) => void (lines.stderr += `${text}\n`),
      watched: false,
      interactive: false,
      columns: 100,
      style: (_, text) => text,
      styleErr: (_, text) => text,
    },
    cwd,
  )
  return { code, ...lines }
}

export function finished(child: ChildProcess): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Serves a queue until `work` is done; what the worker said. */
export async function served(
  directory: string,
  args: readonly string[],
  work: (said: () => string) => Promise<void>,
): Promise<string> {
  const worker = start(directory, ['worker', '--workers', '1', ...args])
  let said = ''
  worker.stderr?.on('data', (chunk) => (said += String(chunk)))
  const end = finished(worker)
  try {
    await work(() => said)
  } finally {
    worker.kill('SIGTERM')
  }
  expect((await end).code).toBe(0)
  return said
}

/** The cells of a project's matrix. */
export async function cellsOf(directory: string, flags: Flags = {}): Promise<readonly Cell[]> {
  const { catalogue, blocks, backend } = await resolveRequest(flags, directory)
  return planMatrix(catalogue, blocks(), backend).cells
}

/** A worker in this process that takes one job, whether or not that is in the queue. */
export async function serveOne(directory: string, flags: Flags, queue: CellQueue, job: Job): Promise<void> {
  const { catalogue, store, sources: plugins, limits } = await resolveRequest(flags, directory)
  const only: CellQueue = Object.assign(Object.create(queue) as CellQueue, {
    serve: async (_: unknown, handle: Parameters<CellQueue['serve']>[1]) => void (await handle(job)),
  })
  const { signal } = new AbortController()
  const machine = describeMachine(catalogue.plugins, directory)
  const options = { plugins, workers: 1, limits, signal, machine, name: 'one', onEvent: () => {} }
  await serveCells(catalogue, createStore(store), only, options)
}

/** All of a store that decides, by path. */
export function storeFiles(store: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const shelf of ['cells', 'matches', 'failed', 'policies', 'files']) {
    const directory = join(store, shelf)
    if (!existsSync(directory)) continue
    for (const drawer of readdirSync(directory).sort()) {
      for (const name of readdirSync(join(directory, drawer)).sort()) {
        files.set(`${shelf}/${name}`, readFileSync(join(directory, drawer, name), 'latin1'))
      }
    }
  }
  return files
}

/** Waits for what other processes bring about; the test's own time limit bounds it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}
