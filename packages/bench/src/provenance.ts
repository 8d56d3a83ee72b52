/** What describes a run: `describeMachine`, `MachineDescription`. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { nearestPackage } from './discover.ts'
import type { LoadedPlugin } from './plugins.ts'
import type { Provenance } from './records.ts'

export type MachineDescription = Pick<Provenance, 'node' | 'platform' | 'processor' | 'packages' | 'commit'>

/** The machine, the packages that take part, and the commit of the project in `directory`. */
export function describeMachine(plugins: readonly LoadedPlugin[], directory: string): MachineDescription {
  const processors = cpus()
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processor: `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} threads`,
    packages: packageVersions(plugins),
    commit: commitOf(directory),
  }
}

/** Packages that take part, by name. */
export function packageVersions(plugins: readonly LoadedPlugin[]): Record<string, string> {
  const core = dirname(createRequire(import.meta.url).resolve('@gauntlet/core/package.json'))
  const bench = nearestPackage(import.meta.dirname)
  const versions = plugins.flatMap(({ source }) => (source.package === null ? [] : [source.package]))
  for (const directory of [core, bench]) {
    if (directory === undefined) continue
    const { name, version } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8')) as {
      name: string
      version: string
    }
    versions.push({ name, version })
  }
  versions.sort((p, q) => (p.name < q.name ? -1 : 1))
  return Object.fromEntries(versions.map(({ name, version }) => [name, version]))
}

/** The commit that is checked out, marked where files differ from it; null outside a repository. */
function commitOf(directory: string): string | null {
  const git = (...words: string[]): string =>
    execFileSync('git', words, {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    const commit = git('rev-parse', 'HEAD')
    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit} with changes`
  } catch {
    return null
  }
}
