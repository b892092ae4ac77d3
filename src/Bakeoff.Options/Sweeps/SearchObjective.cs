namespace Bakeoff.Options.Sweeps;

/// <summary>Metrics that a search may go by.</summary>
public static class SearchObjective
{
    /// <summary>Their names; none is of test clips.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "validation_uar",
        "validation_ccc",
        "validation_accuracy",
        "validation_loss",
        "inner_uar",
        "inner_ccc",
    ];

    /// <summary>True for a metric of the inner folds by which classifiers are chosen.</summary>
    public static bool IsInner(string name) => name is "inner_uar" or "inner_ccc";

    /// <summary>A metric as a score, of which the highest is the best.</summary>
    /// <param name="name">Name of the metric.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The value, its negative where the lowest is the best.</returns>
    public static double Score(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith("_loss", StringComparison.Ordinal) ? -value : value;
    }
}
