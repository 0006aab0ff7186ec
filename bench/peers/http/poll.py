"""Polls a page as a monitor in Python does: requests and json. Arguments: address, polls."""
import json
import sys
import time

import requests

url, polls = sys.argv[1], int(sys.argv[2])
session = requests.Session()
session.headers["Accept-Encoding"] = url.split("/")[3]


def poll():
    answer = session.get(url)
    return {p["id"]: [(v["id"], v["price"], v["available"]) for v in p["variants"]]
            for p in json.loads(answer.content)["products"]}


known = poll()
for _ in range(polls // 4):
    poll()
before = time.process_time()
for _ in range(polls):
    assert poll() == known
each = (time.process_time() - before) * 1000 / polls
print(json.dumps({"peer": "python " + sys.version.split()[0] + ", requests " + requests.__version__,
                  "polls": polls, "cpu_ms_per_poll": round(each, 3)}))
