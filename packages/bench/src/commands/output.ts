/** Files that a command writes where the user says: `writeOutput`. */
import { writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import { makeDirectory } from '../files.ts'

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a directory',
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a file is in the way',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

/**
 * Writes a file and the directories above it. `option` is the flag as it was given: `--out board.html`.
 * Errors: GauntletError where that is not possible.
 */
export function writeOutput(option: string, file: string, content: string | Uint8Array): void {
  try {
    makeDirectory(dirname(file))
    writeFileSync(file, content)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new GauntletError(
      'output',
      `${option}: cannot be written: ${REASONS[code] ?? message}; name another`,
      { cause: error },
    )
  }
}
