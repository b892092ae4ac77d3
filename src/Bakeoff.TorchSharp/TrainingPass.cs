using System.Runtime.InteropServices;
using Bakeoff.Numerics;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>A pass through the network in a training step.</summary>
/// <param name="Dropout">Parent of the streams that layers draw from.</param>
/// <param name="Step">Number of the step since the start of the training, from 0.</param>
/// <param name="Part">Number of the part of the batch, from 0 to 15, which draws numbers of its own.</param>
internal sealed record TrainingPass(SeededRandom Dropout, ulong Step, int Part = 0)
{
    /// <summary>A mask of dropout, [rows, width]: 1 / (1 - rate) for a kept value, 0 for a dropped one. It is the managed engine's own:
    /// its numbers depend on seed, stream, step and place, so a resumed training draws on where it stopped.</summary>
    public torch.Tensor Mask(string stream, double rate, long rows, long width, torch.Device device)
    {
        var numbers = torch.empty(rows, width);
        Dropout.Stream(stream).FillSingles((Step << 32) + ((ulong)Part << 28), MemoryMarshal.Cast<byte, float>(numbers.bytes));
        return numbers.to(device).ge(Number.Of(rate)).to_type(torch.ScalarType.Float32).mul_(Number.Of(1 / (1 - rate)));
    }
}
