using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Losses;

/// <summary>Weighted sum of losses, the first of the classes if there are any, then one of each number.</summary>
/// <remarks>Rows without a label have no part in the loss of the classes, rows without a number none in that of the number; their outputs
/// there have gradient 0.</remarks>
internal sealed class HeadsLoss : Loss
{
    private readonly IReadOnlyList<(double Weight, Loss Loss)> _heads;
    private readonly HeadRows[] _rows;
    private float[] _gradients = [];

    /// <summary>Creates the sum.</summary>
    /// <param name="classes">Number of classes; 0 for none.</param>
    /// <param name="heads">Weights and losses, in the order of the outputs.</param>
    public HeadsLoss(int classes, IReadOnlyList<(double Weight, Loss Loss)> heads)
    {
        _heads = heads;
        var targets = heads.Count - (classes > 0 ? 1 : 0);
        var width = classes + targets;
        _rows =
        [
            .. classes > 0 ? [new HeadRows(width, 0, classes, classes)] : Array.Empty<HeadRows>(),
            .. Enumerable.Range(classes, targets).Select(first => new HeadRows(width, first, 1, classes)),
        ];
    }

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
    {
        gradients.Clear();
        if (_gradients.Length < outputs.Length)
        {
            _gradients = new float[outputs.Length];
        }

        var total = 0.0;
        foreach (var (head, rows) in _rows.Index())
        {
            rows.Take(outputs, truth);
            if (rows.Count > 0)
            {
                var own = _gradients.AsSpan(0, rows.Outputs.Length);
                total += _heads[head].Weight * _heads[head].Loss.Compute(rows.Outputs, rows.Truth, own);
                rows.Put(own, _heads[head].Weight, gradients);
            }
        }

        return total;
    }
}
