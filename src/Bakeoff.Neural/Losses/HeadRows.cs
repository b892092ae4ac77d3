using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Losses;

/// <summary>The outputs that belong together, and what is known of them, taken out of those of a batch: the classes of rows that have a
/// label, or some of the numbers of all rows.</summary>
/// <param name="width">Outputs of a row.</param>
/// <param name="first">First of the outputs.</param>
/// <param name="count">Their number.</param>
/// <param name="classes">Classes among the outputs of a row; they come first.</param>
internal sealed class HeadRows(int width, int first, int count, int classes)
{
    private readonly List<int> _rows = [];
    private float[] _outputs = [];
    private float[] _targets = [];
    private int[] _labels = [];
    private float[] _shares = [];
    private bool _hasShares;

    /// <summary>Rows that were taken.</summary>
    public int Count => _rows.Count;

    /// <summary>Outputs of these rows, [Count, outputs of the head].</summary>
    public ReadOnlySpan<float> Outputs => _outputs.AsSpan(0, Count * count);

    /// <summary>Labels or numbers of these rows.</summary>
    public BatchTruth Truth => first >= classes
        ? new BatchTruth(_targets.AsSpan(0, Count * count), count)
        : new BatchTruth(_labels.AsSpan(0, Count)) { Shares = _hasShares ? _shares.AsSpan(0, Count * count) : [] };

    /// <summary>Takes the rows of a batch.</summary>
    /// <param name="outputs">Outputs of the batch, [rows, width].</param>
    /// <param name="truth">What is known of them.</param>
    public void Take(ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        _rows.Clear();
        if (_labels.Length < truth.Count)
        {
            (_outputs, _labels) = (new float[truth.Count * count], new int[truth.Count]);
            (_targets, _shares) = (new float[truth.Count * count], new float[truth.Count * count]);
        }

        _hasShares = !truth.Shares.IsEmpty;

        for (var row = 0; row < truth.Count; row++)
        {
            if (first >= classes)
            {
                truth.Targets.Slice((row * truth.TargetCount) + first - classes, count).CopyTo(_targets.AsSpan(Count * count));
            }
            else if (truth.Labels[row] == BatchTruth.NoLabel)
            {
                continue;
            }
            else
            {
                _labels[Count] = truth.Labels[row];
                (_hasShares ? truth.Shares.Slice(row * count, count) : []).CopyTo(_shares.AsSpan(Count * count));
            }

            outputs.Slice((row * width) + first, count).CopyTo(_outputs.AsSpan(Count * count));
            _rows.Add(row);
        }
    }

    /// <summary>Puts numbers of these rows, [Count, outputs of the head], where their outputs are in a batch.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="factor">What each is multiplied by.</param>
    /// <param name="batch">Receives them, [rows, width]; the rest stays.</param>
    public void Put(ReadOnlySpan<float> values, double factor, Span<float> batch)
    {
        for (var i = 0; i < Count; i++)
        {
            for (var k = 0; k < count; k++)
            {
                batch[(_rows[i] * width) + first + k] = (float)(factor * values[(i * count) + k]);
            }
        }
    }
}
