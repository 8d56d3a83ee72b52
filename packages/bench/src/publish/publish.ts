/**
 * Puts a folder on a branch of a git repository, and sends that branch to a remote: `publish`, `PublishPlan`, `Publication`.
 *
 * Neither the working tree nor the index is touched: the files become objects, an index of our own a tree, the tree a commit
 * that follows what the remote's branch holds. The commit is sent first, and only then is the branch here moved: where
 * sending fails, nothing has changed but that git holds some objects which nothing names.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import { compareText } from '../report/order.ts'
import { describeFolder, kindOf, publishedFiles } from './folder.ts'
import { type Git, gitIn } from './git.ts'

export interface PublishPlan {
  /** In the repository. */
  readonly directory: string
  readonly folder: string
  readonly branch: string
  readonly remote: string
  /** Says what would change, and changes nothing. */
  readonly dryRun: boolean
}

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed'
  readonly path: string
  readonly bytes: number
}

export interface Publication {
  /** What the branch points to; null of a dry run, which makes no commit, unless nothing changes. */
  readonly commit: string | null
  readonly files: number
  /** By path. */
  readonly changes: readonly Change[]
  /** What the branch held, where that was of another kind. */
  readonly replaces: 'bundle' | 'site' | null
}

/**
 * Makes the branch hold what the folder holds and nothing else. Errors: GauntletError where there is no git, repository,
 * remote or such folder; where the branch is checked out, holds something else or commits that the remote lacks; where the
 * remote refuses.
 */
export function publish(plan: PublishPlan): Publication {
  const message = describeFolder(plan.folder)
  const paths = publishedFiles(plan.folder)
  checkPlace(gitIn(plan.directory), plan)
  const scratch = mkdtempSync(join(tmpdir(), 'gauntlet-publish-'))
  try {
    const git = gitIn(plan.directory, variables(plan, scratch))
    return putOn(git, plan, paths, message)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** An index of our own; of a dry run also a place for objects. */
function variables({ directory, dryRun }: PublishPlan, scratch: string): Record<string, string> {
  const index = { GIT_INDEX_FILE: join(scratch, 'index') }
  if (!dryRun) return index
  const own = join(scratch, 'objects')
  mkdirSync(own)
  const there = gitIn(directory).run(['rev-parse', '--path-format=absolute', '--git-path', 'objects'])
  // Quoted, as git wants a path that may hold what else divides paths.
  return { ...index, GIT_OBJECT_DIRECTORY: own, GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(there) }
}

function checkPlace(git: Git, { directory, branch, remote }: PublishPlan): void {
  if (git.ask(['rev-parse', '--git-dir']) === undefined)
    throw new GauntletError('publish', `${directory}: is in no git repository; git init makes one`)
  if (branch.startsWith('-') || git.ask(['check-ref-format', refOf(branch)]) === undefined)
    throw new GauntletError('publish', `--branch ${branch}: is no name of a branch`)
  const remotes = git.run(['remote']).split('\n').filter(Boolean)
  if (!remotes.includes(remote)) {
    const known = remotes.length === 0 ? 'there are none' : `there are ${remotes.join(', ')}`
    throw new GauntletError('publish', `--remote ${remote}: the repository has no such remote; ${known}`)
  }
  const checkedOut = git.run(['worktree', 'list', '--porcelain']).split('\n')
  if (checkedOut.includes(`branch ${refOf(branch)}`))
    throw new GauntletError(
      'publish',
      `--branch ${branch}: is checked out, and would be rewritten; name another`,
    )
}

function putOn(git: Git, plan: PublishPlan, paths: readonly string[], message: string): Publication {
  const { branch, remote, dryRun } = plan
  const here = git.ask(['rev-parse', '--verify', '--quiet', refOf(branch)])
  const there = remoteTip(git, plan)
  const parent = parentOf(git, plan, here, there)
  const before = parent === undefined ? new Map<string, Blob>() : blobsOf(git, parent)
  requireOurs(plan, [...before.keys()])
  const tree = treeOf(git, plan.folder, paths)
  const after = blobsOf(git, tree)
  const changes = changesBetween(before, after)
  const was = kindOf([...before.keys()])
  const replaces = was === undefined || was === kindOf(paths) ? null : was
  const done = { files: after.size, changes, replaces }
  const commit = changes.length === 0 ? parent : undefined
  if (commit !== undefined && commit === there) return { ...done, commit }
  if (dryRun) return { ...done, commit: null }
  const made =
    commit ?? git.run(['commit-tree', tree, ...(parent === undefined ? [] : ['-p', parent]), '-m', message])
  git.run([...PUSH, remote, `${made}:${refOf(branch)}`])
  git.run(['update-ref', '-m', 'gauntlet publish', refOf(branch), made, here ?? ''])
  return { ...done, commit: made }
}

/** Whatever the configuration says, one branch is sent and no tag, and none is overwritten. */
const PUSH = ['push', '--quiet', '--no-follow-tags', '--recurse-submodules=no']
/** Brings the objects of a branch, and moves nothing. */
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-gc', '--refmap=']

/** What the remote's branch points to, whose objects are here then; undefined where it has none. */
function remoteTip(git: Git, { branch, remote }: PublishPlan): string | undefined {
  const listed = git.run(['ls-remote', remote, refOf(branch)]).split('\n')
  const tip = listed.find((line) => line.endsWith(`\t${refOf(branch)}`))?.split('\t')[0]
  if (tip !== undefined && git.ask(['cat-file', '-e', `${tip}^{commit}`]) === undefined)
    git.run([...FETCH, '--recurse-submodules=no', remote, refOf(branch)])
  return tip
}

/** The commit to follow: what the remote has, or else the branch here. */
function parentOf(
  git: Git,
  { branch, remote }: PublishPlan,
  here: string | undefined,
  there: string | undefined,
): string | undefined {
  if (here === undefined || there === undefined) return there ?? here
  if (git.ask(['merge-base', '--is-ancestor', here, there]) !== undefined) return there
  const message = `--branch ${branch}: has commits that ${remote} lacks; git push ${remote} ${branch} sends them, git branch -D ${branch} forgets them`
  throw new GauntletError('publish', message)
}

/** Writes the files as objects, byte by byte as they are, and a tree of them. */
function treeOf(git: Git, folder: string, paths: readonly string[]): string {
  const given = paths.map((path) => `${join(folder, path)}\n`).join('')
  const digests = git.run(['hash-object', '-w', '--no-filters', '--stdin-paths'], given).split('\n')
  const entries = paths.map((path, i) => `100644 ${digests[i]}\t${path}\0`).join('')
  git.run(['update-index', '-z', '--index-info'], entries)
  return git.run(['write-tree'])
}

/** A branch of something else, such as the project's own, is not rewritten. */
function requireOurs({ branch }: PublishPlan, paths: readonly string[]): void {
  if (paths.length === 0 || kindOf(paths) !== undefined) return
  const message = `--branch ${branch}: holds neither a bundle nor a site but ${paths.length} other files, and would be rewritten; name another`
  throw new GauntletError('publish', message)
}

interface Blob {
  readonly digest: string
  readonly bytes: number
}

/** The files of a tree or commit, by path. */
function blobsOf(git: Git, tree: string): Map<string, Blob> {
  const lines = git.run(['ls-tree', '-r', '-l', '-z', '--full-tree', tree]).split('\0').filter(Boolean)
  return new Map(
    lines.map((line) => {
      const [about, path] = [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]
      const [, , digest, size] = about.split(/ +/)
      return [path, { digest, bytes: Number(size) || 0 }]
    }),
  )
}

function changesBetween(before: ReadonlyMap<string, Blob>, after: ReadonlyMap<string, Blob>): Change[] {
  const removed = [...before].filter(([path]) => !after.has(path))
  const changes = [...after].flatMap(([path, { digest, bytes }]): Change[] => {
    const earlier = before.get(path)
    if (earlier?.digest === digest) return []
    return [{ kind: earlier === undefined ? 'added' : 'changed', path, bytes }]
  })
  const all = [...changes, ...removed.map(([path, { bytes }]) => ({ kind: 'removed', path, bytes }) as const)]
  return all.toSorted((p, q) => compareText(p.path, q.path))
}

function refOf(branch: string): string {
  return `refs/heads/${branch}`
}
