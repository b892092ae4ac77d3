namespace Bakeoff.Classifiers.Selection;

/// <summary>Lead of one candidate over another on the same inner folds.</summary>
/// <param name="Mean">Mean difference of their UAR over the inner folds.</param>
/// <param name="Error">Standard error of that mean; 0 for a single fold.</param>
public sealed record InnerLead(double Mean, double Error)
{
    /// <summary>True if the inner folds cannot tell the two apart.</summary>
    public bool IsWithinError() => Mean <= Error;

    /// <summary>The lead of paired figures.</summary>
    /// <param name="ahead">UAR of one candidate on each inner fold, at least one.</param>
    /// <param name="behind">UAR of the other on the same folds.</param>
    public static InnerLead Of(IReadOnlyList<double> ahead, IReadOnlyList<double> behind)
    {
        ArgumentNullException.ThrowIfNull(ahead);
        ArgumentNullException.ThrowIfNull(behind);
        var differences = ahead.Zip(behind, static (one, other) => one - other).ToList();
        var mean = differences.Sum() / differences.Count;
        var squares = differences.Sum(difference => (difference - mean) * (difference - mean));
        return new InnerLead(mean, Math.Sqrt(squares / Math.Max(1, differences.Count - 1) / differences.Count));
    }
}
