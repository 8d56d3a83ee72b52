/** Running other programs: `run` shows what they print, `capture` keeps it, `pnpm` names pnpm's command. */
import { spawn } from 'node:child_process'
import { readJson, ROOT } from './root.mjs'

/**
 * What the scripts run: a program and its arguments.
 *
 * @typedef {readonly [program: string, ...args: string[]]} Command
 */

/** @typedef {{ readonly cwd?: string, readonly env?: NodeJS.ProcessEnv }} RunOptions */

/**
 * The exit status, what was printed for programs, and everything that was printed, in order.
 *
 * @typedef {{ readonly status: number, readonly stdout: string, readonly output: string }} Outcome
 */

/**
 * Runs a command on this terminal and gives its exit status. Ctrl-C reaches the command, which decides.
 *
 * @param {Command} command
 * @param {RunOptions} options
 * @returns {Promise<number>}
 */
export async function run(command, options = {}) {
  const ignore = () => {}
  process.on('SIGINT', ignore)
  try {
    return (await start(command, options, false)).status
  } finally {
    process.off('SIGINT', ignore)
  }
}

/**
 * Runs a command in silence and gives its exit status and everything that it printed.
 *
 * @param {Command} command
 * @param {RunOptions} options
 * @returns {Promise<Outcome>}
 */
export function capture(command, options = {}) {
  return start(command, options, true)
}

/**
 * The command that runs pnpm, in the version that `package.json` names, wherever Node and npm are.
 *
 * @param {...string} args
 * @returns {Command}
 */
export function pnpm(...args) {
  const { devEngines } = /** @type {{ devEngines: { packageManager: { version: string } } }} */ (
    readJson(`${ROOT}/package.json`)
  )
  return ['npx', '--yes', `pnpm@${devEngines.packageManager.version}`, ...args]
}

/**
 * @param {Command} command
 * @param {RunOptions} options
 * @param {boolean} silent
 * @returns {Promise<Outcome>}
 */
function start([program, ...args], { cwd = ROOT, env = process.env }, silent) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: silent ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      // npm and npx are batch files on Windows, which only its shell can start.
      shell: process.platform === 'win32' && program !== process.execPath,
    })
    /** @type {Buffer[]} */
    const results = []
    /** @type {Buffer[]} */
    const printed = []
    child.stdout?.on('data', (chunk) => {
      results.push(chunk)
      printed.push(chunk)
    })
    child.stderr?.on('data', (chunk) => printed.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const status = code ?? (signal === 'SIGINT' ? 130 : 1)
      resolve({ status, stdout: textOf(results), output: textOf(printed) })
    })
  })
}

/** @param {readonly Buffer[]} chunks */
function textOf(chunks) {
  return Buffer.concat(chunks).toString()
}
