/** Ending the process on purpose: `leave`, `isLeaving`. Whatever ends it otherwise is no doing of ours. */

let leaving = false

export function leave(status: number): never {
  leaving = true
  process.exit(status)
}

export function isLeaving(): boolean {
  return leaving
}
