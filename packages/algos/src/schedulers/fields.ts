/** Fields that schedulers and the methods on them share. */
import { type IntegerField, integer } from '@gauntlet/core'

export function intervalField(interval: number): IntegerField {
  return integer({
    default: interval,
    minimum: 1,
    description: 'World steps of training after which another policy joins the population',
  })
}

export function membersField(members: number): IntegerField {
  return integer({
    default: members,
    minimum: 1,
    maximum: 1000,
    description: 'Most policies that the population keeps; its parameters are part of every checkpoint',
  })
}

export function instancesField(instances: number): IntegerField {
  return integer({
    default: instances,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Instances on which two members meet, each played twice, with sides exchanged',
  })
}
