/** Git, run as a child with a list of arguments and no shell: `gitIn`, `Git`. */
import { spawnSync } from 'node:child_process'
import { GauntletError } from '@gauntlet/core'

/** Lines of what git says that a message tells. */
const LINES = 12
/** More than git says of a million files. */
const MOST_BYTES = 2 ** 30

export interface Git {
  /** What git says, without the last line's end. Errors: GauntletError with what it complains of. */
  run(args: readonly string[], input?: string): string
  /** Likewise; undefined where git says no. */
  ask(args: readonly string[]): string | undefined
}

/** Variables that would lead git to another repository than that of the directory. */
const ELSEWHERE = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_NAMESPACE', 'GIT_CEILING_DIRECTORIES']

/**
 * Git in a directory, with variables of its environment. Neither it nor ssh asks anybody for a password, since nobody might
 * answer. Errors: GauntletError where git is not there.
 */
export function gitIn(directory: string, variables: Readonly<Record<string, string>> = {}): Git {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...variables }
  for (const name of ELSEWHERE) delete env[name]
  const call = (args: readonly string[], input = ''): { status: number; out: string; complaint: string } => {
    const { status, stdout, stderr, error } = spawnSync('git', args, {
      cwd: directory,
      env,
      input,
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
      windowsHide: true,
    })
    if (error !== undefined) throw notRun(error)
    return { status: status ?? 1, out: stdout.replace(/\n$/, ''), complaint: stderr }
  }
  const { GIT_SSH_COMMAND, GIT_SSH } = env
  const ssh =
    GIT_SSH_COMMAND ?? (call(['config', 'core.sshCommand']).out || (GIT_SSH === undefined ? 'ssh' : ''))
  // Another program than OpenSSH's has other options.
  if (/^(?:\S*\/)?ssh(?: |$)/.test(ssh)) env.GIT_SSH_COMMAND = `${ssh} -o BatchMode=yes`
  return {
    run(args, input) {
      const { status, out, complaint } = call(args, input)
      if (status === 0) return out
      const said = complaint.trim().split('\n').slice(0, LINES).join('\n')
      throw new GauntletError('publish', `git ${args[0]}: ${said === '' ? `ended with ${status}` : said}`)
    },
    ask(args) {
      const { status, out } = call(args)
      return status === 0 ? out : undefined
    },
  }
}

function notRun(error: Error): GauntletError {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
  const message = missing ? 'git is not installed, or not on the path' : `git: ${error.message}`
  return new GauntletError('publish', message, { cause: error })
}
