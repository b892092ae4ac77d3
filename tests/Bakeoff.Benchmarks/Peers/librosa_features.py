"""Decode, resample to 22,050 Hz (soxr_hq) and 40 MFCC with librosa's defaults. Usage: librosa_features.py THREADS FOLDER"""
import glob
import os
import sys
import time
import rounds

librosa = rounds.need('librosa')
files = sorted(glob.glob(os.path.join(sys.argv[2], '**', '*.wav'), recursive=True))


def round_():
    start = time.perf_counter()
    for path in files:
        samples, rate = librosa.load(path, sr=22050, res_type='soxr_hq')
        librosa.feature.mfcc(y=samples, sr=rate, n_mfcc=40)
    return (time.perf_counter() - start) / len(files)


rounds.serve('librosa ' + librosa.__version__, round_)
