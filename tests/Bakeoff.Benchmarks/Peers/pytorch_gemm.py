"""A matrix product in PyTorch, into a matrix that exists. Usage: pytorch_gemm.py THREADS M N K"""
import sys
import rounds

torch = rounds.need('torch')
torch.set_num_threads(int(sys.argv[1]))
m, n, k = (int(size) for size in sys.argv[2:5])
a, b, c = torch.rand(m, k), torch.rand(k, n), torch.empty(m, n)
rounds.serve('PyTorch ' + torch.__version__, lambda: rounds.repeat(lambda: torch.mm(a, b, out=c)))
