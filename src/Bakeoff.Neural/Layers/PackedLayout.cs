namespace Bakeoff.Neural.Layers;

/// <summary>Rows of the live frames of a batch: clips sorted by falling length, all
/// rows of step 0 first, then of step 1, and so on.</summary>
/// <remarks>
/// Row (t, i) is <c>StepOffsets[t] + i</c> and exists for i below <see cref="LiveAt"/>(t) only, so no row is ever padding, and the rows of
/// one step are neighbours that one matrix product can take. Arrays grow and are reused from batch to batch.
/// </remarks>
public sealed class PackedLayout
{
    private int[] _lengths = [];
    private int[] _stepOffsets = [0];

    /// <summary>Clips in the batch.</summary>
    public int ClipCount { get; private set; }

    /// <summary>Frames of the longest clip.</summary>
    public int StepCount { get; private set; }

    /// <summary>Rows: live frames of all clips.</summary>
    public int RowCount { get; private set; }

    /// <summary>Frames of each clip, falling.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, ClipCount);

    /// <summary>First row of each step, and the row count at the end.</summary>
    public ReadOnlySpan<int> StepOffsets => _stepOffsets.AsSpan(0, StepCount + 1);

    /// <summary>Clips that have a frame at a step: the first ones, because lengths fall.</summary>
    /// <param name="step">Frame number within the clips, from 0.</param>
    public int LiveAt(int step) => _stepOffsets[step + 1] - _stepOffsets[step];

    /// <summary>Steps, from one on, that have as many clips each: a clip's frames lie at equal distances there.</summary>
    /// <param name="step">First of these steps.</param>
    /// <param name="end">Steps to look at; at most <see cref="StepCount"/>.</param>
    internal int EvenSteps(int step, int end)
    {
        var next = step + 1;
        while (next < end && LiveAt(next) == LiveAt(step))
        {
            next++;
        }

        return next - step;
    }

    /// <summary>Row of a clip's frame.</summary>
    /// <param name="step">Frame number, from 0, below the clip's length.</param>
    /// <param name="clip">Position of the clip in the batch, from 0.</param>
    public int Row(int step, int clip) => _stepOffsets[step] + clip;

    /// <summary>Sets the layout.</summary>
    /// <param name="lengths">Frames of each clip; must fall or stay equal from clip to clip.</param>
    public void Set(ReadOnlySpan<int> lengths)
    {
        Grow(ref _lengths, lengths.Length);
        lengths.CopyTo(_lengths);
        ClipCount = lengths.Length;
        StepCount = lengths.Length == 0 ? 0 : lengths[0];
        Grow(ref _stepOffsets, StepCount + 1);
        var live = lengths.Length;
        var row = 0;
        for (var step = 0; step < StepCount; step++)
        {
            while (live > 0 && lengths[live - 1] <= step)
            {
                live--;
            }

            _stepOffsets[step] = row;
            row += live;
        }

        _stepOffsets[StepCount] = row;
        RowCount = row;
    }

    private static void Grow(ref int[] array, int length)
    {
        if (array.Length < length)
        {
            array = new int[Math.Max(length, array.Length * 2)];
        }
    }
}
