"""What all peer scripts share: say 'ready' and what the peer computes with, then do one round for each line on standard input and answer with
seconds per unit."""
import ctypes
import json
import os
import re
import sys
import time


def need(module):
    """Imports a module, or tells the runner that this peer is missing."""
    try:
        return __import__(module)
    except ImportError as error:
        print(f'Python module {error.name} is not installed', flush=True)
        sys.exit(3)


def serve(library, round_):
    """round_() does the work once and returns seconds per unit."""
    print('ready', json.dumps(facts(library)), flush=True)
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


def facts(library):
    """What the products of this process come from, unjudged: PeerArithmetic.cs decides what to make of it."""
    known = torch_facts(sys.modules['torch']) if 'torch' in sys.modules else numpy_facts(sys.modules.get('numpy'))
    return {'library': library, **known}


def torch_facts(torch):
    torch.mm(torch.ones(8, 8), torch.ones(8, 8))  # what is loaded lazily is loaded now
    build = torch.__config__.show()
    capability = getattr(getattr(torch.backends, 'cpu', None), 'get_cpu_capability', None)
    usage = [line.split(':')[1].strip() for line in build.splitlines() if 'CPU capability usage:' in line]
    return {
        'blas_info': (re.findall(r'BLAS_INFO=([^,\s]*)', build) or [''])[0],
        'mkl': (re.findall(r'Math Kernel Library Version (\S+)', build) or [''])[0],
        'capability': capability() if capability else usage[0] if usage else '',
        'threads': torch.get_num_threads(),
        **provider([path for path in mapped() if 'libtorch_cpu' in path], ['sgemm_']),
    }


def numpy_facts(numpy):
    if numpy is None:
        return {'blas_info': '', 'mkl': '', 'capability': '', 'threads': 1, **provider([], [])}
    numpy.dot(numpy.ones((8, 8), 'f'), numpy.ones((8, 8), 'f'))
    core = getattr(numpy, '_core', None) or numpy.core
    features = getattr(getattr(core, '_multiarray_umath', None), '__cpu_features__', {})
    return {
        'blas_info': '',
        'mkl': '',
        'capability': next((name for name in ('AVX512F', 'AVX2', 'AVX', 'ASIMD') if features.get(name)), ''),
        'threads': int(os.environ.get('OMP_NUM_THREADS', '1')),
        **provider(
            [path for path in mapped() if '_multiarray_umath' in path],
            ['cblas_sgemm', 'cblas_sgemm64_', 'scipy_cblas_sgemm', 'scipy_cblas_sgemm64_', 'sgemm_']),
    }


def mapped():
    """Files whose code this process has loaded; none where there is no /proc."""
    try:
        with open('/proc/self/maps') as maps:
            return sorted({line.split(None, 5)[5].strip() for line in maps if len(line.split(None, 5)) == 6 and '/' in line})
    except OSError:
        return []


class DlInfo(ctypes.Structure):
    _fields_ = [('file', ctypes.c_char_p), ('base', ctypes.c_void_p), ('symbol', ctypes.c_char_p), ('address', ctypes.c_void_p)]


def provider(users, symbols):
    """The file that the products of the users come from, found as the loader finds it: what was loaded for all first, then their own."""
    for user in [None, *users]:
        for symbol in symbols:
            try:
                function = getattr(ctypes.CDLL(user), symbol)
                info = DlInfo()
                if ctypes.CDLL(None).dladdr(ctypes.cast(function, ctypes.c_void_p), ctypes.byref(info)):
                    path = os.path.realpath(os.fsdecode(info.file))
                    return {'blas': path, 'blas_is_inside': path in [os.path.realpath(u) for u in users], **openblas(path)}
            except (AttributeError, OSError):
                pass
    return {'blas': '', 'blas_is_inside': False, **openblas(None)}


def openblas(path):
    """What an OpenBLAS says of itself; empty for another library."""
    def ask(name, kind):
        for prefix, suffix in (('', ''), ('', '64_'), ('scipy_', ''), ('scipy_', '64_')):
            try:
                function = getattr(ctypes.CDLL(path), prefix + name + suffix)
                function.restype = kind
                return function()
            except (AttributeError, OSError):
                pass
        return None
    if path is None:
        return {'openblas': '', 'openblas_core': '', 'openblas_parallel': 0, 'openblas_threads': 0}
    return {
        'openblas': (ask('openblas_get_config', ctypes.c_char_p) or b'').decode(),
        'openblas_core': (ask('openblas_get_corename', ctypes.c_char_p) or b'').decode(),
        'openblas_parallel': ask('openblas_get_parallel', ctypes.c_int) or 0,
        'openblas_threads': ask('openblas_get_num_threads', ctypes.c_int) or 0,
    }


if __name__ == '__main__':
    # rounds.py MODULE: only says what a module computes with.
    module = need(sys.argv[1])
    print(json.dumps(facts(f'{sys.argv[1]} {module.__version__}'), indent=2))
