/** `gauntlet publish`: a folder on a branch, with a repository and a bare remote on this disk. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { TOY, gauntletHere, scratch } from './harness.ts'

const NAME = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org']

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()
}

interface Place {
  readonly project: string
  readonly remote: string
  readonly site: string
}

/** A project with one commit, a bare remote, and a site of three files that is not in git. */
function place(): Place {
  const root = scratch()
  const [project, remote] = [join(root, 'project'), join(root, 'remote.git')]
  mkdirSync(project)
  git(root, 'init', '-q', '--bare', remote)
  git(project, 'init', '-q', '-b', 'main')
  git(project, 'config', 'user.name', 'Somebody')
  git(project, 'config', 'user.email', 'somebody@example.org')
  git(project, 'remote', 'add', 'origin', remote)
  writeFileSync(join(project, 'code.ts'), 'export {}\n')
  writeFileSync(join(project, '.gitignore'), 'site\n')
  git(project, 'add', '.')
  git(project, 'commit', '-qm', 'code')
  git(project, 'push', '-q', 'origin', 'main')
  const site = join(project, 'site')
  mkdirSync(join(site, 'assets'), { recursive: true })
  writeFileSync(join(site, 'index.html'), '<p>here\r\n')
  writeFileSync(join(site, 'assets/_ü b.js'), 'alert(1)\n')
  mkdirSync(join(site, 'data'))
  writeFileSync(join(site, 'data/index.js'), 'gauntletData("index",{"format":"gauntlet-site"})')
  return { project, remote, site }
}

function put({ project }: Place, ...flags: string[]): ReturnType<typeof gauntletHere> {
  return gauntletHere(project, ['publish', 'site', ...flags])
}

/** What publishing must not touch: the project's files, its index, its branch and its settings. */
function untouched({ project }: Place): string[] {
  writeFileSync(join(project, 'draft.txt'), 'not yet\n')
  git(project, 'add', 'draft.txt')
  writeFileSync(join(project, 'code.ts'), 'export { }\n')
  return [
    git(project, 'status', '--porcelain'),
    git(project, 'rev-parse', 'HEAD'),
    git(project, 'config', '-l'),
  ]
}

function state({ project, remote }: Place): string[] {
  const refs = [project, remote].map((at) => git(at, 'for-each-ref'))
  const objects = readdirSync(join(project, '.git'), { recursive: true, encoding: 'utf8' })
  return [...refs, ...objects.filter((name) => statSync(join(project, '.git', name)).isFile()).sort()]
}

const tree = (at: string, ref = 'gh-pages'): string[] =>
  git(at, '-c', 'core.quotePath=off', 'ls-tree', '-r', '--name-only', ref).split('\n')

describe('publish', () => {
  it('puts the folder on a branch of its own, here and there, byte by byte', async () => {
    const at = place()
    git(at.project, 'config', 'core.autocrlf', 'input')
    const before = untouched(at)
    const { code, stdout, stderr } = await put(at)
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /^3 files published as [0-9a-f]{12}: 3 added \(66 B\), 0 changed .* gh-pages of origin/,
    )
    expect(code).toBe(0)
    expect(tree(at.remote)).toEqual(['assets/_ü b.js', 'data/index.js', 'index.html'])
    expect(git(at.project, 'rev-parse', 'gh-pages')).toBe(git(at.remote, 'rev-parse', 'gh-pages'))
    expect(execFileSync('git', ['show', 'gh-pages:index.html'], { cwd: at.remote, encoding: 'utf8' })).toBe(
      '<p>here\r\n',
    )
    expect(git(at.remote, 'rev-list', '--count', 'gh-pages')).toBe('1')
    expect(git(at.remote, 'log', '-1', '--format=%an %s', 'gh-pages')).toBe(
      'Somebody Publish the Gauntlet site',
    )
    expect([
      git(at.project, 'status', '--porcelain'),
      git(at.project, 'rev-parse', 'HEAD'),
      git(at.project, 'config', '-l'),
    ]).toEqual(before)
  })

  it('follows what was published before, and makes no commit where nothing changed', async () => {
    const at = place()
    await put(at)
    expect((await put(at)).stdout).toContain('3 files, nothing changed')
    expect(git(at.remote, 'rev-list', '--count', 'gh-pages')).toBe('1')
    rmSync(join(at.site, 'assets'), { recursive: true })
    writeFileSync(join(at.site, 'index.html'), '<p>there\n')
    writeFileSync(join(at.site, 'more.html'), '<p>more\n')
    const { stdout } = await put(at, '--json')
    const told = JSON.parse(stdout)
    expect(told.commit).toBe(git(at.remote, 'rev-parse', 'gh-pages'))
    expect(told.changes).toEqual([
      { kind: 'removed', path: 'assets/_ü b.js', bytes: 9 },
      { kind: 'changed', path: 'index.html', bytes: 9 },
      { kind: 'added', path: 'more.html', bytes: 8 },
    ])
    expect(tree(at.remote)).toEqual(['data/index.js', 'index.html', 'more.html'])
    expect(git(at.remote, 'rev-list', '--count', 'gh-pages')).toBe('2')
  })

  it('sends one branch and nothing else', async () => {
    const at = place()
    git(at.project, ...NAME, 'tag', '-a', 'v1', '-m', 'v1')
    git(at.project, 'branch', 'other')
    git(at.project, 'config', 'push.followTags', 'true')
    await put(at, '--branch', 'pages/board')
    const refs = git(at.remote, 'for-each-ref', '--format=%(refname)').split('\n')
    expect(refs).toEqual(['refs/heads/main', 'refs/heads/pages/board'])
  })

  it('follows what others have published since', async () => {
    const at = place()
    await put(at)
    const other = join(scratch(), 'other')
    git('/', 'clone', '-q', '-b', 'gh-pages', at.remote, other)
    writeFileSync(join(other, 'theirs.html'), 'theirs\n')
    git(other, 'add', '.')
    git(other, ...NAME, 'commit', '-qm', 'theirs')
    git(other, 'push', '-q')
    const before = state(at)
    const dry = await put(at, '--dry-run')
    expect(dry.stdout).toContain('removed theirs.html (7 B)')
    expect(state(at)).toEqual(before)
    expect((await put(at)).code).toBe(0)
    expect(tree(at.remote)).not.toContain('theirs.html')
    expect(git(at.remote, 'log', '--format=%s', 'gh-pages').split('\n')).toEqual([
      'Publish the Gauntlet site',
      'theirs',
      'Publish the Gauntlet site',
    ])
  })

  it('says with --dry-run what would change, and changes nothing', async () => {
    const at = place()
    const before = state(at)
    const { code, stdout } = await put(at, '--dry-run')
    expect(stdout).toContain(
      'added   assets/_ü b.js (9 B)\nadded   data/index.js (48 B)\nadded   index.html (9 B)\n3 files would be published',
    )
    expect(code).toBe(0)
    expect(state(at)).toEqual(before)
  })

  it('publishes a bundle that is sound, and none that is not', async () => {
    const at = place()
    const run = ['--env', 'toy/walk:short', '--algo', 'toy/right', '--seeds', '1', '--plugin', TOY]
    await gauntletHere(at.project, ['run', ...run, '--store', 'store'])
    await gauntletHere(at.project, ['export', '--plugin', TOY, '--store', 'store', '--bundle', 'bundle'])
    const bundle = join(at.project, 'bundle')
    const spoilt = join(at.project, 'spoilt')
    cpSync(bundle, spoilt, { recursive: true })
    writeFileSync(join(spoilt, 'leaderboard.md'), 'mine is best\n')
    const refused = await gauntletHere(at.project, ['publish', 'spoilt'])
    expect(refused.stderr).toContain('changed leaderboard.md')
    expect(refused.code).toBe(2)
    expect((await put(at)).stdout).not.toContain('in place of')
    const { code, stdout } = await gauntletHere(at.project, ['publish', 'bundle'])
    expect(stdout).toContain(', in place of a site; branch gh-pages')
    expect(code).toBe(0)
    const { results } = JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8'))
    expect(git(at.remote, 'log', '-1', '--format=%s', 'gh-pages')).toBe(
      `Publish Gauntlet results ${results.slice(0, 12)}`,
    )
    // A stranger checks it out, and verifies it.
    const stranger = join(scratch(), 'stranger')
    git('/', 'clone', '-q', '-b', 'gh-pages', at.remote, stranger)
    const verified = await gauntletHere('/', ['verify', stranger, '--plugin', TOY])
    expect(verified.stdout).toContain('1 cell of 1 came out the same')
    expect(verified.code).toBe(0)
  })
})

describe('what publish runs', () => {
  /** What git was told of ssh, when it was told to use this. */
  async function told(settings: (project: string) => void): Promise<string> {
    const at = place()
    const asked = join(at.project, '../asked')
    const programs = join(at.project, '../programs')
    mkdirSync(programs)
    writeFileSync(join(programs, 'ssh'), `#!/bin/sh\necho "$@" > ${asked}\nexit 1\n`)
    chmodSync(join(programs, 'ssh'), 0o755)
    git(at.project, 'remote', 'set-url', 'origin', 'ssh://nobody@localhost/nowhere')
    vi.stubEnv('PATH', `${programs}:${process.env.PATH}`)
    try {
      settings(at.project)
      expect((await put(at)).code).toBe(2)
      return readFileSync(asked, 'utf8')
    } finally {
      vi.unstubAllEnvs()
    }
  }

  it('asks nobody for a password, however ssh is called', async () => {
    expect(await told(() => {})).toMatch(/^-o BatchMode=yes /)
    expect(await told(() => vi.stubEnv('GIT_SSH_COMMAND', 'ssh -4'))).toMatch(/^-4 -o BatchMode=yes /)
    const config = (project: string): void => void git(project, 'config', 'core.sshCommand', 'ssh -6')
    expect(await told(config)).toMatch(/^-6 -o BatchMode=yes /)
  })

  it('takes documentation that was built for a static host', async () => {
    const at = place()
    rmSync(join(at.site, 'data'), { recursive: true })
    writeFileSync(join(at.site, '.nojekyll'), '')
    expect((await put(at)).code).toBe(0)
    expect(git(at.remote, 'log', '-1', '--format=%s', 'gh-pages')).toBe('Publish a site')
    expect((await put(at)).stdout).toContain('3 files, nothing changed')
  })
})

describe('publish is refused', () => {
  let at: Place
  const { PATH } = process.env

  beforeAll(() => {
    at = place()
  })

  afterEach(() => {
    process.env.PATH = PATH
  })

  /** Nothing changes, and the message says why. */
  async function refused(message: string, ...args: string[]): Promise<void> {
    const before = state(at)
    const { code, stderr } = await gauntletHere(at.project, ['publish', ...args])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(state(at)).toEqual(before)
  }

  it('without git', async () => {
    const before = state(at)
    process.env.PATH = ''
    const { code, stderr } = await put(at)
    process.env.PATH = PATH
    expect(stderr).toContain('git is not installed, or not on the path')
    expect(code).toBe(2)
    expect(state(at)).toEqual(before)
  })

  it('outside a repository', async () => {
    const directory = scratch()
    cpSync(at.site, join(directory, 'site'), { recursive: true })
    const { code, stderr } = await gauntletHere(directory, ['publish', 'site'])
    expect(stderr).toContain(`${directory}: is in no git repository`)
    expect(code).toBe(2)
  })

  it.each<[string, string[], string]>([
    ['without the remote', ['--remote', 'elsewhere'], 'no such remote; there are origin'],
    ['where a remote looks like a flag', ['--remote=--mirror'], 'no such remote'],
    ['where the branch is checked out', ['--branch', 'main'], 'is checked out, and would be rewritten'],
    ['where the branch looks like a flag', ['--branch=--all'], '--branch --all: is no name of a branch'],
    ['where the branch is no name', ['--branch', 'a..b'], '--branch a..b: is no name of a branch'],
  ])('%s', async (_, flags, message) => {
    await refused(message, 'site', ...flags)
  })

  it('where the branch holds something else', async () => {
    git(at.project, 'branch', 'release')
    await refused(
      '--branch release: holds neither a bundle nor a site but 2 other files',
      'site',
      '--branch',
      'release',
    )
  })

  it('where the branch here has commits that the remote lacks', async () => {
    const own = place()
    await put(own)
    const commit = git(own.project, ...NAME, 'commit-tree', 'gh-pages^{tree}', '-p', 'gh-pages', '-m', 'mine')
    git(own.project, 'update-ref', 'refs/heads/gh-pages', commit)
    writeFileSync(join(own.site, 'more.html'), 'more')
    const { code, stderr } = await put(own)
    expect(stderr).toContain('--branch gh-pages: has commits that origin lacks')
    expect(code).toBe(2)
    expect(git(own.project, 'rev-parse', 'gh-pages')).toBe(commit)
  })

  it('where the remote refuses, and then the branch stays where it is', async () => {
    const own = place()
    const hook = join(own.remote, 'hooks/pre-receive')
    mkdirSync(join(own.remote, 'hooks'), { recursive: true })
    writeFileSync(hook, '#!/bin/sh\necho not today >&2\nexit 1\n')
    chmodSync(hook, 0o755)
    const { code, stderr } = await put(own)
    expect(stderr).toContain('git push: ')
    expect(stderr).toContain('not today')
    expect(code).toBe(2)
    expect(git(own.project, 'for-each-ref', 'refs/heads/gh-pages')).toBe('')
    rmSync(own.remote, { recursive: true })
    expect((await put(own)).stderr).toContain('git ls-remote: ')
  })

  it.each<[string, (folder: string) => void, string]>([
    ['is not there', (folder) => rmSync(folder, { recursive: true }), 'is no folder'],
    [
      'is something else',
      (folder) => rmSync(join(folder, 'index.html')),
      'is no bundle (gauntlet export --bundle) and no built site',
    ],
    [
      'has an index of something else',
      (folder) => writeFileSync(join(folder, 'data/index.js'), 'export default 1'),
      'is no bundle (gauntlet export --bundle) and no built site',
    ],
    ['holds a link', (folder) => symlinkSync('/etc/passwd', join(folder, 'x')), 'x is no regular file'],
    ['holds a link to a folder', (folder) => symlinkSync('/etc', join(folder, 'x')), 'x is no regular file'],
    [
      'holds a repository',
      (folder) => mkdirSync(join(folder, 'assets/.git')),
      'holds a git repository, assets/.git',
    ],
    [
      'has a name of two lines',
      (folder) => writeFileSync(join(folder, 'a\nb'), ''),
      "has a line's end in it",
    ],
  ])('where the folder %s', async (_, spoil, message) => {
    const folder = join(scratch(), 'folder')
    cpSync(at.site, folder, { recursive: true })
    spoil(folder)
    await refused(message, folder)
  })
})
