using System.Text.RegularExpressions;
using Bakeoff.Audio.Features;

namespace Bakeoff.Experiments.Importance;

/// <summary>Columns of features that belong together: all statistics of one descriptor, or, where these are many, of one kind.</summary>
internal static class FeatureGroups
{
    /// <summary>Largest number of groups by descriptor.</summary>
    private const int MostDescriptors = 60;

    // Names of published sets: F0semitoneFrom27.5Hz_sma3nz_amean, pcm_RMSenergy_sma_max.
    private static readonly Regex OfSet = new("_sma.*$", RegexOptions.NonBacktracking);
    private static readonly Regex Number = new("_?[0-9]+(_delta2?)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The groups, in the order of their first columns.</summary>
    /// <param name="options">Options of the features.</param>
    public static IReadOnlyList<FeatureGroup> Of(FeatureOptions options)
    {
        var names = new FeatureExtractor(options).FeatureNames;
        var columns = options.Set is null
            ? new FeatureExtractor(options with { Summary = FeatureSummary.None, Parts = [ClipPart.Whole] }).FeatureNames
            : [];
        List<string> descriptors = [.. columns.OrderByDescending(static column => column.Length)];
        var groups = Group(names, DescriptorOf);
        return groups.Count <= MostDescriptors ? groups : Group(names, name => KindOf(DescriptorOf(name)));

        string DescriptorOf(string name) =>
            options.Set is not null
                ? OfSet.Replace(name, "")
                : descriptors.Find(column => name == column || name.Contains($"{column}_", StringComparison.Ordinal)) ?? name;
    }

    private static string KindOf(string descriptor) => Number.Replace(descriptor, "") is { Length: > 0 } kind ? kind : descriptor;

    private static List<FeatureGroup> Group(IReadOnlyList<string> names, Func<string, string> groupOf) =>
    [
        .. names.Index()
            .GroupBy(name => groupOf(name.Item), StringComparer.Ordinal)
            .Select(static group => new FeatureGroup(group.Key, [.. group.Select(static name => name.Index)])),
    ];
}

/// <summary>Columns of features that belong together.</summary>
/// <param name="Name">Name of the descriptor or kind.</param>
/// <param name="Columns">Positions of the columns.</param>
public sealed record FeatureGroup(string Name, IReadOnlyList<int> Columns);
