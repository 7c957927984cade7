"""hassil's recognize_best over the same templates. Usage: hassil_bench.py FOLDER"""

import json
import sys
import time

from hassil import Intents, recognize_best

folder = sys.argv[1]
with open(f"{folder}/hassil.json", encoding="utf-8") as file:
    intents = Intents.from_dict(json.load(file))
with open(f"{folder}/sentences.tsv", encoding="utf-8") as file:
    rows = [line.rstrip("\n").split("\t") for line in file]


def intent(text):
    result = recognize_best(text, intents)
    return result.intent.name if result else "-"


found = [intent(text) for _, text in rows]
right = sum(f == e for f, (e, _) in zip(found, rows) if e != "-")
wrong = sum(f != "-" for f, (e, _) in zip(found, rows) if e == "-")
best = float("inf")
for _ in range(3):
    start = time.thread_time()
    for _, text in rows:
        recognize_best(text, intents)
    best = min(best, time.thread_time() - start)
print("hassil", right, wrong, int(len(rows) / best), sep="\t")
