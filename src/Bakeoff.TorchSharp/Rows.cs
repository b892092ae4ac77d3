using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>Values between two layers. Legend: B clips, T frames of the longest, F features.</summary>
/// <param name="Values">[B, T, F], or [B, F] when a clip has one row. Frames beyond a clip's length may hold anything.</param>
/// <param name="Lengths">Frames of each clip, falling; null when a clip has one row.</param>
internal sealed record Rows(torch.Tensor Values, int[]? Lengths)
{
    /// <summary>True for the frames that belong to a clip, [B, T].</summary>
    public torch.Tensor Live()
    {
        var lengths = torch.tensor(Lengths!, device: Values.device).unsqueeze(1);
        return torch.arange(Values.shape[1], device: Values.device).unsqueeze(0).less(lengths);
    }

    /// <summary>The values with zeros beyond each clip's length.</summary>
    public torch.Tensor Zeroed() => Values.masked_fill(Live().logical_not().unsqueeze(2), 0);
}
