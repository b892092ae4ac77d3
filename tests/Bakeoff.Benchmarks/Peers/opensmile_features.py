"""Functionals of eGeMAPSv02 by opensmile-python, of one file after the other. Usage: opensmile_features.py THREADS FOLDER"""
import glob
import os
import sys
import time
import rounds

opensmile, soundfile = rounds.need('opensmile'), rounds.need('soundfile')
smile = opensmile.Smile(feature_set=opensmile.FeatureSet.eGeMAPSv02, feature_level=opensmile.FeatureLevel.Functionals)
files = sorted(glob.glob(os.path.join(sys.argv[2], '**', '*.wav'), recursive=True))
# A round of the slower side need not take all files; the figure is per clip.
files = files[::max(1, len(files) // 20)]


def round_():
    start = time.perf_counter()
    for path in files:
        samples, rate = soundfile.read(path, dtype='float32')
        smile.process_signal(samples, rate)
    return (time.perf_counter() - start) / len(files)


rounds.serve('opensmile-python ' + opensmile.__version__, round_)
