"""A process of its own that serves one GGUF file over the OpenAI wire on loopback, until whoever started it is gone.

Its first line of input is JSON: weights (path), key, threads, window (tokens of each of two slots). Its first line of output is the
address. The end of its input is its own end, so that it outlives nobody.
"""

from __future__ import annotations

import json
import os
import sys

SLOTS = 2  # one for turns, one for what is done in the background
_NICE = 5  # whoever listens to the microphone goes first
_BATCH = 128  # tokens that are read before it is looked whether somebody else waits: 2 s at 60 a second
_KEPT = 192  # MiB of prompts kept beside the slots: the other language's beginning


def main() -> None:
    wanted = json.loads(sys.stdin.readline())
    os.nice(_NICE)
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = wanted["weights"]
    params.api_keys = [wanted["key"]]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * wanted["window"]
    params.n_batch = params.n_ubatch = _BATCH
    params.cache_ram_mib = _KEPT
    params.n_threads_http = 3
    params.fit_params = params.ui = False
    params.verbosity = 0
    for threads in (params.cpuparams, params.cpuparams_batch):
        threads.n_threads = wanted["threads"]
        threads.poll = 0  # waiting costs nothing while nobody asks
    server = xllamacpp.Server(params)
    sys.stdout.write(server.listening_address + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # its threads are in the middle of something; there is nothing to keep


if __name__ == "__main__":
    main()
