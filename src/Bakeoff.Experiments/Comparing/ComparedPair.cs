using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Two experiments on the clips that both were tested on.</summary>
/// <param name="First">Name of the first.</param>
/// <param name="Second">Name of the second.</param>
/// <param name="Result">UAR of the first minus UAR of the second, with interval and p-value.</param>
public sealed record ComparedPair(string First, string Second, PairedComparison Result)
{
    /// <summary>True if the 95 % interval leaves out zero.</summary>
    public bool IsClear => Result.Interval.Low > 0 || Result.Interval.High < 0;
}
