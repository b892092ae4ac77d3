namespace Bakeoff.Neural.Data;

/// <summary>Truth of each row of a batch: its class, numbers of which some may be missing, or both.</summary>
public readonly ref struct BatchTruth
{
    /// <summary>Creates the truth of rows with a class each.</summary>
    /// <param name="labels">Class of each row, from 0; <see cref="NoLabel"/> where it is not known and other heads learn.</param>
    public BatchTruth(ReadOnlySpan<int> labels)
    {
        Labels = labels;
        Count = labels.Length;
    }

    /// <summary>Creates the truth of rows with numbers.</summary>
    /// <param name="targets">Row-major [rows, targetCount]; NaN for a missing number.</param>
    /// <param name="targetCount">Numbers of a row; positive.</param>
    /// <exception cref="ArgumentException">The numbers are no whole rows.</exception>
    public BatchTruth(ReadOnlySpan<float> targets, int targetCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        if (targets.Length % targetCount != 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{targets.Length} numbers, expected rows of {targetCount}."), nameof(targets));
        }

        Targets = targets;
        TargetCount = targetCount;
        Count = targets.Length / targetCount;
    }

    /// <summary>Creates the truth of rows with a class and numbers.</summary>
    /// <param name="labels">Class of each row, from 0; <see cref="NoLabel"/> where it is not known.</param>
    /// <param name="targets">Row-major [rows, targetCount]; NaN for a missing number.</param>
    /// <param name="targetCount">Numbers of a row; positive.</param>
    /// <exception cref="ArgumentException">There is not one row of numbers for each label.</exception>
    public BatchTruth(ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int targetCount)
        : this(targets, targetCount)
    {
        if (labels.Length != Count)
        {
            throw new ArgumentException(FormattableString.Invariant($"{labels.Length} labels, expected {Count}, one a row."), nameof(labels));
        }

        Labels = labels;
    }

    /// <summary>Label of a row whose class is not known.</summary>
    public const int NoLabel = -1;

    /// <summary>The truth of rows of which the labels, the numbers or both are known.</summary>
    internal static BatchTruth Of(ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int targetCount) =>
        targetCount == 0 ? new BatchTruth(labels)
        : labels.IsEmpty ? new BatchTruth(targets, targetCount)
        : new BatchTruth(labels, targets, targetCount);

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Class of each row, from 0, or <see cref="NoLabel"/>; empty for numbers alone.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Numbers of each row, [Count, TargetCount], NaN where missing; empty for classes alone.</summary>
    public ReadOnlySpan<float> Targets { get; }

    /// <summary>Weight of each class for each row, [Count, classes], such as its share of the votes; in place of the labels in a loss.
    /// Not negative, each row above 0 in all; a row that sums to 0.5 weighs half as much as one that sums to 1. Empty: the labels
    /// count.</summary>
    public ReadOnlySpan<float> Shares { get; init; }

    /// <summary>Numbers of a row; 0 for classes alone.</summary>
    public int TargetCount { get; }
}
