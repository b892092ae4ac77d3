"""Decode, resample to 22,050 Hz and 40 MFCC with torchaudio, its best resampler setting. Usage: torchaudio_features.py THREADS FOLDER"""
import glob
import os
import sys
import time
import warnings
import rounds

warnings.filterwarnings('ignore')
torch, torchaudio, soundfile = rounds.need('torch'), rounds.need('torchaudio'), rounds.need('soundfile')
torch.set_num_threads(int(sys.argv[1]))
files = sorted(glob.glob(os.path.join(sys.argv[2], '**', '*.wav'), recursive=True))
# A round of the slower side need not take all files; the figure is per clip.
files = files[::max(1, len(files) // 20)]
mfcc = torchaudio.transforms.MFCC(
    22050, n_mfcc=40, log_mels=False, melkwargs=dict(n_fft=2048, hop_length=512, n_mels=128, norm='slaney', mel_scale='slaney', power=2.0))
resamplers = {}


def extract(path):
    samples, rate = soundfile.read(path, dtype='float32', always_2d=True)
    samples = torch.from_numpy(samples.mean(1))
    if rate != 22050:
        if rate not in resamplers:
            resamplers[rate] = torchaudio.transforms.Resample(
                rate, 22050, lowpass_filter_width=64, rolloff=0.9475937167399596, resampling_method='kaiser_window', beta=14.769656459379492)
        samples = resamplers[rate](samples)
    return mfcc(samples)


def round_():
    start = time.perf_counter()
    for path in files:
        extract(path)
    return (time.perf_counter() - start) / len(files)


rounds.serve('torchaudio ' + torchaudio.__version__, round_)
