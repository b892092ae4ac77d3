using Bakeoff.Pipeline.Reasons;

namespace Bakeoff.Experiments.Reproduction;

/// <summary>Compares two locks of one experiment.</summary>
internal static class LockComparison
{
    /// <summary>Files of one stage to name; the rest is counted.</summary>
    private const int FilesNamedAtMost = 5;

    /// <summary>Compares.</summary>
    /// <param name="pinned">The lock in the project.</param>
    /// <param name="now">A lock of the experiment as it is.</param>
    /// <param name="order">Names of the stages, inputs first.</param>
    /// <param name="withResults">True if <paramref name="now"/> has outputs and metrics; else only settings and code are compared.</param>
    /// <param name="folder">Where results were left, or null.</param>
    public static ReproductionResult Compare(
        ExperimentLock pinned,
        ExperimentLock now,
        IReadOnlyList<string> order,
        bool withResults,
        string? folder)
    {
        var stages = order
            .Concat(pinned.Stages.Keys.Except(order, StringComparer.Ordinal))
            .Select(name => CompareStage(name, pinned.Stages.GetValueOrDefault(name), now.Stages.GetValueOrDefault(name), withResults))
            .ToList();
        var metrics = withResults
            ? pinned
                .Metrics.Keys.Union(now.Metrics.Keys)
                .Order(StringComparer.Ordinal)
                .Select(name => new MetricChange(name, ValueOf(pinned, name), ValueOf(now, name)))
                .ToList()
            : [];
        return new ReproductionResult(now.Experiment, stages, metrics, Changes(pinned.MadeWith, now.MadeWith), folder);
    }

    private static StageComparison CompareStage(string name, LockedStage? pinned, LockedStage? now, bool withResults)
    {
        if (pinned is null || now is null)
        {
            var what = pinned is null ? $"the lock knows no stage '{name}'" : $"there is no stage '{name}' any more";
            return new StageComparison(name, [what], [], withResults ? [what] : []);
        }

        var code = pinned
            .Code.Keys.Union(now.Code.Keys)
            .Order(StringComparer.Ordinal)
            .Where(a => pinned.Code.GetValueOrDefault(a) != now.Code.GetValueOrDefault(a))
            .ToList();

        // Without a run the recordings may be absent; where they are at hand, other ones are noticed.
        var sources = withResults || now.Sources.Count > 0 ? Items("recordings", pinned.Sources, now.Sources) : [];
        return new StageComparison(
            name,
            [.. Changes(WithoutPlaces(pinned.Parameters), WithoutPlaces(now.Parameters)), .. sources],
            code,
            withResults ? Results(pinned, now) : []);
    }

    // A corpus has no sources where its recordings were taken from a folder or archive of the machine. That they are the same is a matter of
    // their digests.
    private static Dictionary<string, string> WithoutPlaces(IReadOnlyDictionary<string, string> parameters) =>
        parameters
            .Where(static parameter => !parameter.Key.Split('.').Contains("sources", StringComparer.Ordinal))
            .ToDictionary(StringComparer.Ordinal);

    private static IReadOnlyList<string> Results(LockedStage pinned, LockedStage now)
    {
        if (pinned.Output == now.Output)
        {
            return [];
        }

        var files = Items("output", pinned.Files, now.Files);
        return files.Count > 0 ? files : ["recordings differ; the lock holds only one digest of them all"];
    }

    private static IReadOnlyList<string> Items(
        string kind,
        IReadOnlyDictionary<string, string> pinned,
        IReadOnlyDictionary<string, string> now) => RerunReasonText.DescribeItems(FingerprintDifference.BetweenItems(pinned, now), kind, FilesNamedAtMost);

    private static IReadOnlyList<string> Changes(IReadOnlyDictionary<string, string> pinned, IReadOnlyDictionary<string, string> now) =>
        RerunReasonText.Describe(FingerprintDifference.BetweenParameters(pinned, now));

    private static double? ValueOf(ExperimentLock from, string metric) => from.Metrics.TryGetValue(metric, out var value) ? value : null;
}
