"""All hidden states of wav2vec 2.0 of base size, with random weights, for a clip of two seconds. Usage: torchaudio_encoder.py THREADS"""
import sys
import time
import rounds

torch, torchaudio = rounds.need('torch'), rounds.need('torchaudio')
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
model = torchaudio.models.wav2vec2_base().eval()
samples = torch.rand(1, 2 * 16000)


def clip():
    start = time.perf_counter()
    with torch.no_grad():
        model.extract_features((samples - samples.mean()) / samples.std())
    return time.perf_counter() - start


rounds.serve('torchaudio ' + torchaudio.__version__, clip)
