using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>Values between two layers. Legend: B clips, T frames of the longest, F features.</summary>
/// <param name="Values">[B, T, F], or [B, F] when a clip has one row. Frames beyond a clip's length may hold anything.</param>
/// <param name="Lengths">Frames of each clip, falling; null when a clip has one row.</param>
internal sealed record Rows(torch.Tensor Values, int[]? Lengths)
{
    private long Longest => Values.shape[1];

    /// <summary>True for the frames that belong to a clip, [B, T].</summary>
    public torch.Tensor Live()
    {
        var lengths = torch.tensor(Lengths!, device: Values.device).unsqueeze(1);
        return torch.arange(Longest, device: Values.device).unsqueeze(0).less(lengths);
    }

    /// <summary>The values with zeros beyond each clip's length.</summary>
    public torch.Tensor Zeroed() => Values.masked_fill(Live().logical_not().unsqueeze(2), Number.Of(0));

    /// <summary>Each clip's frames in reverse order; what lies behind them stays in its place.</summary>
    public Rows Reversed() => this with
    {
        Values = Frames().index_select(0, Index((clip, step) =>
            (clip * Longest) + (step < Lengths![clip] ? Lengths[clip] - 1 - step : step))).view(Values.shape),
    };

    /// <summary>Each clip's last frame, [B, F].</summary>
    public torch.Tensor Last()
    {
        long[] index = [.. Lengths!.Select((length, clip) => (clip * Longest) + length - 1)];
        return Frames().index_select(0, torch.tensor(index, device: Values.device));
    }

    /// <summary>Spreads rows over the places of these values. The managed engine keeps the frames of step 0 of all clips first, those of
    /// step 1 next and so on, without any beyond a clip's length.</summary>
    /// <param name="packed">[sum of the lengths, F].</param>
    /// <returns>[B, T, F]; frames beyond a clip's length hold anything.</returns>
    public torch.Tensor Spread(torch.Tensor packed)
    {
        var offsets = new long[Longest];
        for (var step = 1; step < offsets.Length; step++)
        {
            offsets[step] = offsets[step - 1] + Lengths!.Count(length => length >= step);
        }

        var index = Index((clip, step) => step < Lengths![clip] ? offsets[step] + clip : 0);
        return packed.index_select(0, index).view(Values.shape);
    }

    private torch.Tensor Frames() => Values.reshape(-1, Values.shape[2]);

    private torch.Tensor Index(Func<int, int, long> rowOf)
    {
        var index = new long[Lengths!.Length * Longest];
        for (var place = 0; place < index.Length; place++)
        {
            index[place] = rowOf((int)(place / Longest), (int)(place % Longest));
        }

        return torch.tensor(index, device: Values.device);
    }
}
