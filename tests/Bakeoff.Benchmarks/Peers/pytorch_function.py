"""An elementary function over 32,768 normal numbers in PyTorch. Usage: pytorch_function.py THREADS tanh|sigmoid|exp"""
import sys
import rounds

torch = rounds.need('torch')
torch.set_num_threads(int(sys.argv[1]))
function = getattr(torch, sys.argv[2])
x = torch.randn(1 << 15)
y = torch.empty_like(x)
rounds.serve('PyTorch ' + torch.__version__, lambda: rounds.repeat(lambda: function(x, out=y)) / x.numel())
