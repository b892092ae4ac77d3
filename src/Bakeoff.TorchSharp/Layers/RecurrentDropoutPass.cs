using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>A recurrent layer step by step, with one dropout mask per clip, level and
/// direction on the state before the recurrent product.</summary>
internal sealed class RecurrentDropoutPass(string name, RecurrentShape shape, TorchParameters parameters)
{
    /// <summary>States of all frames [B, T, directions x H] and last states [B, directions x H].</summary>
    public (torch.Tensor Sequence, torch.Tensor Last) Run(Rows input)
    {
        var (sequence, last) = (input.Zeroed(), input.Values);
        for (var level = 0; level < shape.Levels; level++)
        {
            var runs = Enumerable
                .Range(0, shape.Directions)
                .Select(direction => RunDirection(new Rows(sequence, input.Lengths), level, direction == 1))
                .ToList();
            sequence = torch.cat([.. runs.Select(run => run.Sequence)], 2);
            last = torch.cat([.. runs.Select(run => run.Last)], 1);
        }

        return (sequence, last);
    }

    private (torch.Tensor Sequence, torch.Tensor Last) RunDirection(Rows input, int level, bool isReverse)
    {
        var suffix = FormattableString.Invariant($"_l{level}{(isReverse ? "_reverse" : "")}");
        var x = isReverse ? Reverse(input) : input.Values;
        var projected = torch.nn.functional.linear(x, parameters[$"{name}.weight_ih{suffix}"], parameters[$"{name}.bias_ih{suffix}"]);
        var live = input.Live().unsqueeze(2);
        var hidden = torch.zeros(x.shape[0], shape.Units, device: x.device);
        var cell = hidden;
        var mask = torch.nn.functional.dropout(torch.ones_like(hidden), shape.RecurrentDropout, training: true);
        var states = new List<torch.Tensor>();
        for (var step = 0; step < x.shape[1]; step++)
        {
            var recurrent = torch.nn.functional.linear(
                hidden.mul(mask),
                parameters[$"{name}.weight_hh{suffix}"],
                parameters[$"{name}.bias_hh{suffix}"]);
            var (h, c) = shape.IsGru
                ? (Gru(projected.select(1, step), recurrent, hidden), cell)
                : Lstm(projected.select(1, step).add(recurrent), cell);
            var isLive = live.select(1, step);
            hidden = torch.where(isLive, h, hidden);
            cell = torch.where(isLive, c, cell);
            states.Add(hidden);
        }

        var sequence = new Rows(torch.stack([.. states], 1), input.Lengths);
        return (isReverse ? Reverse(sequence) : sequence.Zeroed(), hidden);
    }

    // Gates i, f, g, o.
    private static (torch.Tensor Hidden, torch.Tensor Cell) Lstm(torch.Tensor gates, torch.Tensor cell)
    {
        var parts = gates.chunk(4, 1);
        var next = torch.sigmoid(parts[1]).mul(cell).add(torch.sigmoid(parts[0]).mul(torch.tanh(parts[2])));
        return (torch.sigmoid(parts[3]).mul(torch.tanh(next)), next);
    }

    // Gates r, z, n; the direct way z h is not masked.
    private static torch.Tensor Gru(torch.Tensor projected, torch.Tensor recurrent, torch.Tensor hidden)
    {
        var (x, u) = (projected.chunk(3, 1), recurrent.chunk(3, 1));
        var reset = torch.sigmoid(x[0].add(u[0]));
        var update = torch.sigmoid(x[1].add(u[1]));
        var candidate = torch.tanh(x[2].add(reset.mul(u[2])));
        return candidate.add(update.mul(hidden.sub(candidate)));
    }

    /// <summary>Each clip's frames in reverse order; zeros stay behind them.</summary>
    private static torch.Tensor Reverse(Rows rows)
    {
        var windows = new FrameWindows(rows.Lengths!, rows.Lengths!, 1, (clip, window) => rows.Lengths![clip] - 1 - window);
        return windows.Gather(rows.Values, 0).squeeze(2);
    }
}
