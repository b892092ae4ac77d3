"""Power spectra of 96 frames in PyTorch. Usage: pytorch_fft.py THREADS LENGTH"""
import sys
import rounds

torch = rounds.need('torch')
torch.set_num_threads(int(sys.argv[1]))
frames = torch.rand(96, int(sys.argv[2]))


def power():
    spectrum = torch.fft.rfft(frames)
    return spectrum.real ** 2 + spectrum.imag ** 2


rounds.serve('PyTorch ' + torch.__version__, lambda: rounds.repeat(power) / len(frames))
