/** Runs the workspace's own lint configuration over snippets: `lintSnippets`. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

interface Finding {
  readonly code: string
  readonly filename: string
  readonly message: string
}

/**
 * Lints every snippet as a file `<folder>/<number>.ts` of a workspace that is configured as this one.
 * Gives, for each snippet, what Gauntlet's own rules say of it, as `rule: message`.
 */
export function lintSnippets(folder: string, snippets: readonly string[]): string[][] {
  const workspace = mkdtempSync(join(tmpdir(), 'gauntlet lint '))
  try {
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(workspace, '.oxlintrc.json'))
    symlinkSync(join(ROOT, 'scripts'), join(workspace, 'scripts'))
    mkdirSync(join(workspace, folder), { recursive: true })
    snippets.forEach((code, i) => writeFileSync(join(workspace, folder, `${i}.ts`), `${code}\n`))
    const found: string[][] = snippets.map(() => [])
    for (const { code, filename, message } of runOxlint(workspace, folder)) {
      const rule = /^gauntlet\((.*)\)$/.exec(code)?.[1]
      if (rule !== undefined)
        found[Number.parseInt(filename.split('/').at(-1) ?? '')].push(`${rule}: ${message}`)
    }
    return found
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}

function runOxlint(workspace: string, folder: string): readonly Finding[] {
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint')
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--format', 'json', folder], {
    cwd: workspace,
    encoding: 'utf8',
  })
  if (!stdout.startsWith('{')) throw new Error(`oxlint failed: ${stdout}${stderr}`)
  return (JSON.parse(stdout) as { readonly diagnostics: readonly Finding[] }).diagnostics
}
