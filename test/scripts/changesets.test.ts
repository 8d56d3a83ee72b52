import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './workspace-copy.ts'

/** Checks a changeset of the given text, and gives status and messages. */
function check(text: string): { readonly status: number | null; readonly stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-changeset-'))
  try {
    writeFileSync(join(folder, 'one.md'), text)
    writeFileSync(join(folder, 'README.md'), 'not a changeset')
    const script = join(ROOT, 'scripts/check-changesets.mjs')
    return spawnSync(process.execPath, [script, folder], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const changeset = (body: string): string => `---\n'@gauntlet/core': minor\n---\n\nText.\n\n${body}\n`

test.each([
  'scores: unchanged',
  'scores: changed (mapf/lifelong)',
  'scores: changed (mapf/lifelong, kl-ucb)',
])('%s is accepted', (line) => {
  expect(check(changeset(line))).toMatchObject({ status: 0, stderr: '' })
})

test.each([
  [changeset(''), /has none/],
  [changeset('scores: same'), /has `scores: same`/],
  [changeset('Scores: unchanged'), /has `Scores: unchanged`/],
  [changeset('scores: changed'), /has `scores: changed`/],
  [changeset('scores: changed ()'), /scores: changed \(ids\)/],
  [changeset('scores: unchanged\nscores: changed (a/b)'), /and/],
  [
    "---\n'@gauntlet/cor': minor\n---\n\nscores: unchanged\n",
    /names @gauntlet\/cor, which is no package here/,
  ],
  ['scores: unchanged\n', /no front matter/],
])('%j is refused', (text, message) => {
  const { status, stderr } = check(text)
  expect(stderr).toMatch(message)
  expect(status).toBe(1)
})
