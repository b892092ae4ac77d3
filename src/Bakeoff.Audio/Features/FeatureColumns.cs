namespace Bakeoff.Audio.Features;

/// <summary>Names the columns that options lead to.</summary>
internal static class FeatureColumns
{
    private static readonly string[] DeltaSuffixes = ["", "_delta", "_delta2"];

    /// <summary>All columns in order: every kind's own, then their first, then their second derivatives.</summary>
    public static IReadOnlyList<string> Names(FeatureOptions options)
    {
        var names = options.Kinds.SelectMany(kind => kind.ColumnNames(options)).ToList();
        var columns = DeltaSuffixes.Take(options.DeltaOrder + 1).SelectMany(suffix => names.Select(name => name + suffix));
        var statistics = Statistics(options.Summary);
        return statistics.Count == 0
            ? [.. columns]
            :
            [
                .. from part in options.Parts
                from column in columns
                from statistic in statistics
                select $"{Prefix(part)}{column}_{statistic}",
            ];
    }

    /// <summary>Statistics that a summary takes of every column of every part; none where frames are kept or averaged.</summary>
    public static IReadOnlyList<string> Statistics(FeatureSummary summary) =>
        summary switch
        {
            FeatureSummary.MeanStd => ["mean", "deviation"],
            FeatureSummary.Functionals => Functionals.Names,
            FeatureSummary.Dynamics => Dynamics.Names,
            _ => [],
        };

    /// <summary>Number of the group of each column: columns of one kind, measured in one part, belong together.</summary>
    public static IReadOnlyList<int> Groups(FeatureOptions options)
    {
        var kinds = options.Kinds.SelectMany((kind, number) => kind.ColumnNames(options).Select(_ => number)).ToList();
        var frame = Enumerable.Range(0, options.DeltaOrder + 1).SelectMany(_ => kinds).ToList();
        var statistics = Statistics(options.Summary).Count;
        if (statistics == 0)
        {
            return frame;
        }

        var parts = Enumerable.Range(0, options.Parts.Count);
        return [.. parts.SelectMany(part => frame.SelectMany(kind => Enumerable.Repeat(part * options.Kinds.Count + kind, statistics)))];
    }

    private static string Prefix(ClipPart part) =>
        part switch
        {
            ClipPart.Whole => "",
            ClipPart.FirstHalf => "first_half_",
            ClipPart.SecondHalf => "second_half_",
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Unknown part."),
        };
}
