/** `gauntlet check`: the conformance checks, on what is installed or on a user's own file. */
import type { Command } from 'commander'
import { type CheckSelection, type SubjectReport, checkSubject, findSubjects } from '../check.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { oneLine, plural } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addProjectOptions,
  gather,
  wholeNumber,
} from './command.ts'

/** Characters of a check's detail that are shown: it says what to mend. */
const DETAIL = 1000

type CheckFlags = Flags & CheckSelection & { readonly json?: boolean }

export function addCheck(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('check')
    .argument(
      '<subject>',
      'an environment, a setting of one, an algorithm, or a file that exports any of these',
    )
    .description('the conformance checks')
  addJsonOption(addProjectOptions(command))
    .option('--setting <name>', "a setting's parameters instead of the defaults")
    .option('--param <name=value>', 'a parameter of the environment', gather)
    .option('--on <environment>', 'the environment, or setting of one, to check an algorithm on')
    .option('--only <check>', 'only this check, or group of checks', gather)
    .option('--budget <steps>', 'world steps of training where training is checked; 4096', wholeNumber(1))
    .action((name: string, flags: CheckFlags) => done(check(name, flags, context)))
}

async function check(
  name: string,
  flags: CheckFlags,
  { terminal, directory }: CommandContext,
): Promise<number> {
  const { catalogue } = await resolveRequest(flags, directory)
  const { subjects, setting } = await findSubjects(catalogue, name, directory)
  const selection = setting === undefined ? flags : { setting, ...flags }
  const reports: SubjectReport[] = []
  for (const subject of subjects) {
    const report = await checkSubject(catalogue, subject, selection, directory)
    reports.push(report)
    if (flags.json !== true) show(terminal, report)
  }
  const passed = reports.every((report) => report.passed)
  if (flags.json === true) terminal.out(JSON.stringify({ passed, reports }, null, 2))
  return passed ? EXIT.done : EXIT.failed
}

function show(terminal: Terminal, { subject, checks, trajectoryDigest }: SubjectReport): void {
  terminal.out(terminal.style('bold', oneLine(subject)))
  const looked = checks.filter(({ status }) => status !== 'skipped')
  const width = Math.max(0, ...looked.map(({ id }) => id.length))
  for (const { id, title, status, detail } of looked) {
    const mark = terminal.style(status === 'passed' ? 'green' : 'red', status)
    terminal.out(`  ${mark}  ${id.padEnd(width)}  ${title}`)
    if (status === 'failed')
      terminal.out(`${' '.repeat(10)}${terminal.style('red', oneLine(detail, DETAIL))}`)
  }
  const skipped = checks.filter(({ status }) => status === 'skipped')
  for (const reason of new Set(skipped.map(({ detail }) => detail))) {
    const ids = skipped.filter(({ detail }) => detail === reason).map(({ id }) => id)
    terminal.out(terminal.style('dim', `  ${oneLine(`skipped (${reason}): ${ids.join(', ')}`, DETAIL)}`))
  }
  const failed = checks.filter(({ status }) => status === 'failed').length
  const counts = `${plural(looked.length - failed, 'check')} passed, ${failed} failed, ${skipped.length} skipped`
  terminal.out(`${counts}${trajectoryDigest ? `; trajectory ${trajectoryDigest.slice(0, 16)}` : ''}\n`)
}
