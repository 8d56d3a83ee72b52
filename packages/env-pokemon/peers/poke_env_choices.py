"""Whether poke-env's SimpleHeuristicsPlayer chooses what `simple-heuristics` chose.

GAUNTLET_STUDY=1 npx vitest run --project env-pokemon recorded-choices
python3 -m venv DIRECTORY && DIRECTORY/bin/pip install poke-env==0.16.0
DIRECTORY/bin/python packages/env-pokemon/peers/poke_env_choices.py PATH/vgc-choices.jsonl

Feeds poke-env the recorded lines and requests, and asks its player at each decision. Prints how many choices are the same,
how many differ, and how many are not compared because poke-env drew one at random or left one to the server. Measured:
281 the same; 2 differ, in the target of a move that its user is locked into, which the server would refuse.
"""
import json
import logging
import sys

from poke_env.battle import DoubleBattle, PokemonType
from poke_env.player import Player, SimpleHeuristicsPlayer

NOT_STATE = {'', 't:', 'gametype', 'tier', 'rule', 'gen', 'clearpoke', 'start', 'teampreview', 'win', 'tie', 'showteam',
             'upkeep', 'message', '-message', '-hint', 'inactive', 'debug'}

drawn = 0
draw_singles = Player.choose_random_singles_move


def count_draw(battle):
    global drawn
    drawn += 1
    return draw_singles(battle)


Player.choose_random_singles_move = staticmethod(count_draw)


def new_battle():
    battle = DoubleBattle('battle-gen9vgc2024regg-1', 'A', logging.getLogger('quiet'), gen=9)
    battle.player_role = 'p1'
    return battle


def read(battle, row):
    for line in row['lines']:
        parts = line.split('|')
        if len(parts) > 1 and parts[1] not in NOT_STATE:
            battle.parse_message(parts)
    battle.parse_request(row['request'])
    # What an open team sheet tells of one's own.
    for told in row['request']['side']['pokemon']:
        battle.team[told['ident']]._terastallized_type = PokemonType.from_name(told['teraType'])


def main(path):
    global drawn
    logging.getLogger('quiet').setLevel(logging.CRITICAL)
    player = SimpleHeuristicsPlayer.__new__(SimpleHeuristicsPlayer)
    same, different, left_out = 0, [], 0
    for row in map(json.loads, open(path)):
        if 'game' in row:
            battle = new_battle()
            continue
        read(battle, row)
        if row['choice'] is None:
            continue
        drawn = 0
        theirs = player.choose_move(battle).message.removeprefix('/choose ')
        if drawn or 'default' in theirs:
            left_out += 1
        elif theirs == row['choice']:
            same += 1
        else:
            different.append(f"poke-env: {theirs} | ours: {row['choice']}")
    print(f'{same} the same, {len(different)} different, {left_out} not compared', *different, sep='\n')


main(sys.argv[1])
