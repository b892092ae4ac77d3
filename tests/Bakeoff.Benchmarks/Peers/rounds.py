"""What all peer scripts share: say 'ready', then do one round for each line on standard input and answer with seconds per unit."""
import sys
import time


def need(module):
    """Imports a module, or tells the runner that this peer is missing."""
    try:
        return __import__(module)
    except ImportError as error:
        print(f'Python module {error.name} is not installed', flush=True)
        sys.exit(3)


def serve(description, round_):
    """round_() does the work once and returns seconds per unit."""
    print('ready', description, flush=True)
    for _ in sys.stdin:
        print(repr(round_()), flush=True)


def repeat(work, least=0.25):
    """Seconds of the fastest call in about a quarter of a second; our side's RoundClock does the same."""
    start, fastest = time.perf_counter(), float('inf')
    while time.perf_counter() - start < least:
        call = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - call)
    return fastest
