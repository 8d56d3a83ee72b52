/** Stops with a clear message where Node is too old. Imports nothing, so that an old Node gets this far. */
const NEEDED = [20, 19]
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(`Gauntlet needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}.`)
  process.exit(2)
}
