namespace Bakeoff.Evaluation.Results;

/// <summary>Holm's correction of p-values for several tests.</summary>
/// <remarks>
/// Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 1979. The chance that any
/// true null hypothesis among them falls below a level is at most that level, however the tests depend on each other.
/// </remarks>
public static class HolmCorrection
{
    /// <summary>Corrects p-values.</summary>
    /// <param name="pValues">One a test, each from 0 to 1.</param>
    /// <returns>In the same order, each at least as large and at most 1; a single one is as it was.</returns>
    public static IReadOnlyList<double> Correct(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var corrected = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (rank, i) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (pValues.Count - rank) * pValues[i]));
            corrected[i] = largest;
        }

        return corrected;
    }
}
