"""Tables that were checked can be kept in a file, and are the same to a process that hashes texts in another way."""

import os
import pickle
import subprocess
import sys

from beijing_ip.data.loading import load_tables

READ = """
import pickle, sys
from beijing_ip.data.loading import load_tables
kept = pickle.load(sys.stdin.buffer)
assert all(kept[name] == table and hash(kept[name]) == hash(table) for name, table in load_tables().items())
"""


def test_kept_tables_are_those_that_were_loaded():
    kept = pickle.dumps(dict(load_tables()))
    assert all(hash(table) for table in load_tables().values())
    for seed in "12":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", READ], input=kept, env=environment, check=True)
