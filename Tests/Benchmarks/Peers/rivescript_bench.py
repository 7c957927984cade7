"""RiveScript over the same templates. Usage: rivescript_bench.py FOLDER

Nested optionals crash its loader, so it gets the templates without them.
"""

import sys
import time

from rivescript import RiveScript

folder = sys.argv[1]
bot = RiveScript(utf8=True)
lines = ["! version = 2.0"]
with open(f"{folder}/templates.tsv", encoding="utf-8") as file:
    for row in file:
        intent, _, flat = row.rstrip("\n").split("\t")
        for name in ("place", "trouble"):
            flat = flat.replace("{" + name + "}", "*")
        lines += [f"+ {flat.lower()}", f"- {intent}"]
bot.stream("\n".join(lines + ["+ *", "- -"]))
bot.sort_replies()
with open(f"{folder}/sentences.tsv", encoding="utf-8") as file:
    rows = [line.rstrip("\n").split("\t") for line in file]
found = [bot.reply("user", text) for _, text in rows]
right = sum(f == e for f, (e, _) in zip(found, rows) if e != "-")
wrong = sum(f != "-" for f, (e, _) in zip(found, rows) if e == "-")
best = float("inf")
for _ in range(2):
    start = time.thread_time()
    for _, text in rows:
        bot.reply("user", text)
    best = min(best, time.thread_time() - start)
print("RiveScript", right, wrong, int(len(rows) / best), sep="\t")
