namespace Bakeoff.Mlflow.Entities;

/// <summary>Values to log to one run in one call.</summary>
public sealed record RunBatch
{
    /// <summary>Points to add.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Parameters to set; a parameter never changes once set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>Tags to set; a later value replaces an earlier one.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>
    /// True when an earlier attempt may have stored some of these points. The store then looks first and adds only what is missing,
    /// so that repeating never doubles a point.
    /// </summary>
    public bool MayBeStored { get; init; }
}
