export { default as plugin } from '@gauntlet/env-swarm/plugin'
