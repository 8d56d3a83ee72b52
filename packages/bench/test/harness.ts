/** Running the command line as its users do: `gauntlet`, `gauntletHere`, `start`, `scratch`, `storeFiles`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { main } from '../src/cli.ts'
import type { Terminal } from '../src/terminal/terminal.ts'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const BIN = join(PACKAGE, 'bin/gauntlet.js')

export const TOY: string = join(PACKAGE, 'test/plugins/toy.ts')
export const GAME: string = join(PACKAGE, 'test/plugins/game.ts')
export const FAILING: string = join(PACKAGE, 'test/plugins/failing.ts')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const scratched: string[] = []

/** An empty directory outside of every project, gone after the tests of the file. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'gauntlet-'))
  scratched.push(directory)
  return directory
}

afterAll(() => {
  for (const directory of scratched) rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
})

/** Starts the command line in a process of its own. */
export function start(
  cwd: string,
  args: readonly string[],
  node: readonly string[] = [process.execPath],
): ChildProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...env } = process.env
  return spawn(node[0], [...node.slice(1), BIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs the command line in this process: for what has nothing to do with processes. */
export async function gauntletHere(cwd: string, args: readonly string[]): Promise<Finished> {
  const lines = { stdout: '', stderr: '' }
  const terminal: Terminal = {
    out: (text) => void (lines.stdout += `${text}\n`),
    err: (text) => void (lines.stderr += `${text}\n`),
    watched: false,
    interactive: false,
    columns: 100,
    style: (_, text) => text,
    styleErr: (_, text) => text,
  }
  const code = await main(args, terminal, cwd)
  return { code, ...lines }
}

/** Runs the command line in a process of its own, to its end. */
export function gauntlet(cwd: string, args: readonly string[], node?: readonly string[]): Promise<Finished> {
  return finished(start(cwd, args, node))
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

/** What decides: every file of a store but provenance and drafts, by its path. */
export function storeFiles(store: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const shelf of ['cells', 'matches', 'failed', 'failed-matches', 'policies', 'files']) {
    const directory = join(store, shelf)
    if (!existsSync(directory)) continue
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(directory, name)
      if (statSync(path).isFile()) files.set(join(shelf, name), readFileSync(path, 'latin1'))
    }
  }
  return files
}
