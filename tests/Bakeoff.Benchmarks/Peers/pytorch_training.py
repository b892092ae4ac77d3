"""One training epoch in PyTorch: the networks and shapes of TrainingWorkload.
Usage: pytorch_training.py THREADS training-frames|training-summary|training-convolutions|training-pooled-convolutions|training-transformer"""
import sys
import time
import rounds

torch = rounds.need('torch')
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)
kind = sys.argv[2]
frames, convolves = kind == 'training-frames', kind.endswith('convolutions')
attends = kind == 'training-transformer'
CLIPS, CLASSES, BATCH = 256 if attends else 895 if convolves else 1792, 7, 64


class Convolutions(torch.nn.Module):
    def __init__(self, pooled):
        super().__init__()
        layers = []
        for i in range(4 if pooled else 3):
            layers.append(torch.nn.Conv1d(128 if i else 64, 128, 5, padding=2))
            layers += [torch.nn.BatchNorm1d(128)] if pooled else []
            layers.append(torch.nn.ReLU())
            layers += [torch.nn.MaxPool1d(2, ceil_mode=True)] if pooled and i < 3 else []
            layers += [torch.nn.Dropout(.2)] if pooled else []
        self.layers, self.output = torch.nn.Sequential(*layers), torch.nn.Linear(128, CLASSES)

    def forward(self, x, lengths):
        return self.output(self.layers(x).mean(2))


class Transformer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        layer = torch.nn.TransformerEncoderLayer(64, 4, 128, .1, batch_first=True, norm_first=True)
        self.input, self.output = torch.nn.Linear(64, 64), torch.nn.Linear(64, CLASSES)
        self.encoder = torch.nn.TransformerEncoder(layer, 2, norm=torch.nn.LayerNorm(64))
        self.register_buffer('positions', torch.randn(205, 64))

    def forward(self, x, lengths):
        return self.output(self.encoder(self.input(x) + self.positions).mean(1))


class Network(torch.nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.lstm = torch.nn.LSTM(features, units, batch_first=True)
        self.head = torch.nn.Sequential(
            torch.nn.Dropout(.2), torch.nn.Linear(units, 128), torch.nn.ReLU(), torch.nn.Dropout(.2), torch.nn.Linear(128, 64), torch.nn.ReLU(),
            torch.nn.Dropout(.2), torch.nn.Linear(64, CLASSES))

    def forward(self, x, lengths):
        if lengths is not None:
            x = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return self.head(self.lstm(x)[1][0][0])


if attends:
    network, x = Transformer(), torch.randn(CLIPS, 205, 64)
elif convolves:
    network, x = Convolutions('pooled' in kind), torch.randn(CLIPS, 64, 205)
else:
    network, x = (Network(40, 128), torch.randn(CLIPS, 92, 40)) if frames else (Network(1, 256), torch.randn(CLIPS, 40, 1))
lengths = torch.randint(45, 90, (CLIPS,)) if frames else None
labels = torch.randint(0, CLASSES, (CLIPS,))
optimizer = torch.optim.Adam(network.parameters(), 1e-3)
loss = torch.nn.CrossEntropyLoss()


def epoch():
    start = time.perf_counter()
    order = torch.randperm(CLIPS)
    for first in range(0, CLIPS, BATCH):
        batch = order[first:first + BATCH]
        optimizer.zero_grad()
        loss(network(x[batch], None if lengths is None else lengths[batch]), labels[batch]).backward()
        optimizer.step()
    return time.perf_counter() - start


rounds.serve('PyTorch ' + torch.__version__, epoch)
