"""Predictions of PyTorch: the network and shapes of PredictionWorkload. Usage: pytorch_prediction.py THREADS"""
import sys
import rounds

torch = rounds.need('torch')
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)
convolution, output = torch.nn.Conv1d(13, 32, 5, padding=2), torch.nn.Linear(32, 7)
clips = torch.randn(64, 200, 13)


def predict():
    with torch.no_grad():
        torch.softmax(output(torch.relu(convolution(clips.transpose(1, 2))).mean(2)), 1)


rounds.serve('PyTorch ' + torch.__version__, lambda: rounds.repeat(predict))
