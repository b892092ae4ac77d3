namespace Bakeoff.Neural.Data;

/// <summary>Truth of each row of a batch: its class, or numbers of which some may be missing.</summary>
public readonly ref struct BatchTruth
{
    /// <summary>Creates the truth of rows with a class each.</summary>
    /// <param name="labels">Class of each row, from 0.</param>
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

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Class of each row, from 0; empty for numbers.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Numbers of each row, [Count, TargetCount], NaN where missing; empty for classes.</summary>
    public ReadOnlySpan<float> Targets { get; }

    /// <summary>Weight of each class for each row, [Count, classes], such as its share of the votes; in place of the labels in a loss.
    /// Not negative, each row above 0 in all; a row that sums to 0.5 weighs half as much as one that sums to 1. Empty: the labels
    /// count.</summary>
    public ReadOnlySpan<float> Shares { get; init; }

    /// <summary>Numbers of a row; 0 for classes.</summary>
    public int TargetCount { get; }
}
