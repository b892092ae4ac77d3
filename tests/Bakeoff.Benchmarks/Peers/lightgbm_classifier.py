"""One fold of boosted trees in LightGBM, through the library of its NuGet package: training and prediction of the rows of ClassifierWorkload,
with the hyper-parameters of its gradient-boosting. Usage: lightgbm_classifier.py THREADS RUNTIMES FOLDER [ROUNDS]"""
import ctypes
import glob
import os
import sys
import time
import rounds

numpy = rounds.need('numpy')
threads, runtimes, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
trees = int(sys.argv[4]) if len(sys.argv) > 4 else 10
files = [file for end in ('so', 'dylib', 'dll') for file in glob.glob(os.path.join(runtimes, '*', 'native', 'lib_lightgbm.' + end))]
here = [file for file in files if {'linux': 'linux-', 'darwin': 'osx-', 'win32': 'win-'}[sys.platform] in file]
try:
    library = ctypes.CDLL(here[0])
except (IndexError, OSError) as error:
    print(f'the library of the package LightGBM does not load here ({error})', flush=True)
    sys.exit(3)
library.LGBM_GetLastError.restype = ctypes.c_char_p
FLOAT32, FLOAT64, ROW_MAJOR, NORMAL = 0, 1, 1, 0
options = (f'objective=multiclass num_class=7 num_leaves=31 max_bin=255 min_data_in_leaf=20 lambda_l2=1 learning_rate=0.1 '
           f'min_sum_hessian_in_leaf=0.001 feature_pre_filter=false num_threads={threads} verbosity=-1').encode()
x = numpy.fromfile(os.path.join(folder, 'rows')).reshape(-1, 1872)
y = numpy.fromfile(os.path.join(folder, 'classes'), dtype=numpy.int32)
train, test = x[:2408], x[2408:]
mean, deviation = train.mean(0), train.std(0)
train, test = (numpy.ascontiguousarray((rows - mean) / deviation) for rows in (train, test))
labels = y[:2408].astype(numpy.float32)


def call(name, *arguments):
    if getattr(library, name)(*arguments) != 0:
        raise RuntimeError(f'{name}: {library.LGBM_GetLastError().decode()}')


def fit():
    data, booster, done = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_int()
    call('LGBM_DatasetCreateFromMat', train.ctypes.data_as(ctypes.c_void_p), FLOAT64, *train.shape, ROW_MAJOR, options, None, ctypes.byref(data))
    call('LGBM_DatasetSetField', data, b'label', labels.ctypes.data_as(ctypes.c_void_p), len(labels), FLOAT32)
    call('LGBM_BoosterCreate', data, options, ctypes.byref(booster))
    for _ in range(trees):
        call('LGBM_BoosterUpdateOneIter', booster, ctypes.byref(done))
    return data, booster


def predict(booster):
    found, count = numpy.empty((len(test), 7)), ctypes.c_int64()
    call('LGBM_BoosterPredictForMat', booster, test.ctypes.data_as(ctypes.c_void_p), FLOAT64, *test.shape, ROW_MAJOR, NORMAL, 0, -1, options,
         ctypes.byref(count), found.ctypes.data_as(ctypes.c_void_p))
    return found


def fold():
    start = time.perf_counter()
    data, booster = fit()
    found = predict(booster)
    seconds = time.perf_counter() - start
    call('LGBM_BoosterFree', booster)
    call('LGBM_DatasetFree', data)
    truth = y[2408:]
    losses = -numpy.log(found[numpy.arange(len(truth)), truth])
    print(f'accuracy {(found.argmax(1) == truth).mean():.4f}, log loss {losses.mean():.4f}', file=sys.stderr)
    return seconds


rounds.serve('LightGBM 4.7.0', fold)
