using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Two experiments on the test clips that both have.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
/// <param name="Result">UAR, of numbers CCC, of the first minus that of the second, with interval and p-value, for this pair alone.</param>
/// <param name="CorrectedPValue">The p-value after Holm's correction for all pairs on the same clips.</param>
public sealed record ComparedPair(
    ComparedExperiment First,
    ComparedExperiment Second,
    PairedComparison Result,
    double CorrectedPValue)
{
    /// <summary>Level of the tests.</summary>
    public const double Level = 0.05;

    /// <summary>True if the corrected p-value is below <see cref="Level"/>; else these clips do not tell the two apart.</summary>
    public bool IsDifferent => CorrectedPValue < Level;
}
