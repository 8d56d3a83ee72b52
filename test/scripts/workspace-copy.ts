/** A copy of the workspace to change and throw away: `copyWorkspace`. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

export const ROOT: string = resolve(import.meta.dirname, '../..')

const COPIED = (
  '.changeset .gitignore .oxfmtrc.json .oxlintrc.json package.json packages pnpm-workspace.yaml scripts ' +
  'templates tsconfig.base.json vitest.config.ts vitest.setup.ts'
).split(' ')
const LEFT_OUT = new Set(['node_modules', 'dist', '.turbo', '.tsbuildinfo'])

export interface WorkspaceCopy {
  readonly path: string
  /** Runs Node on a script of the copy, or on an installed tool. Gives status and everything printed. */
  node(
    script: string,
    ...args: readonly string[]
  ): { readonly status: number | null; readonly output: string }
  /** Links what is installed, and the copy's own packages; again after packages were added. */
  link(): void
  remove(): void
}

/** The sources, without the packages' tests; what is installed is linked. */
export function copyWorkspace(): WorkspaceCopy {
  const path = mkdtempSync(join(tmpdir(), 'gauntlet copy '))
  const tests = readdirSync(join(ROOT, 'packages')).map((name) => join(ROOT, 'packages', name, 'test'))
  const filter = (from: string): boolean => !LEFT_OUT.has(basename(from)) && !tests.includes(from)
  for (const name of COPIED) cpSync(join(ROOT, name), join(path, name), { recursive: true, filter })
  const copy: WorkspaceCopy = {
    path,
    node(script, ...args) {
      const options = { cwd: path, env: environment(), encoding: 'utf8' } as const
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(path, script), ...args], options)
      return { status, output: stdout + stderr }
    },
    link() {
      const folders = readdirSync(join(path, 'packages'))
      for (const folder of ['.', ...folders.map((name) => join('packages', name))]) {
        linkInstalled(join(ROOT, folder, 'node_modules'), join(path, folder, 'node_modules'))
        for (const name of folders) {
          linkOnce(join(path, 'packages', name), join(path, folder, 'node_modules/@gauntlet', name))
        }
      }
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
  copy.link()
  return copy
}

/** Links every installed package but our own. */
function linkInstalled(from: string, to: string): void {
  mkdirSync(join(to, '@gauntlet'), { recursive: true })
  if (!existsSync(from)) return
  for (const entry of readdirSync(from)) {
    if (entry !== '@gauntlet' && !entry.startsWith('.')) linkOnce(join(from, entry), join(to, entry))
  }
}

function linkOnce(from: string, to: string): void {
  if (!existsSync(to)) symlinkSync(from, to)
}

/** Ours, without what vitest sets for its own workers. */
function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_ENV|NODE_OPTIONS|TEST$)/.test(name),
  )
  return { ...Object.fromEntries(entries), NO_COLOR: '1' }
}
