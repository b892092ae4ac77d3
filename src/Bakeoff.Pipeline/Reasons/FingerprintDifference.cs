using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Reasons;

/// <summary>Compares what two fingerprints were made of.</summary>
public static class FingerprintDifference
{
    /// <summary>Lists what differs: parameters, then code, then inputs, each in ordinal order of their keys.</summary>
    /// <param name="before">Content of the earlier run.</param>
    /// <param name="now">Content as it would be now.</param>
    /// <param name="sources">Names of the stage's sources in their order; see <see cref="FingerprintContent.SourceKey"/>.</param>
    /// <returns>One reason a difference; empty when both are equal.</returns>
    public static IReadOnlyList<RerunReason> Between(FingerprintContent before, FingerprintContent now, IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        var sourceNames = sources
            .Select((name, i) => KeyValuePair.Create(FingerprintContent.SourceKey(i), name))
            .ToDictionary(StringComparer.Ordinal);
        return
        [
            .. BetweenParameters(before.Parameters, now.Parameters),
            .. Compare(before.Code, now.Code).Select(d => BetweenCode(d.Key, d.Before, d.Now)),
            .. BetweenItems(before.Inputs, now.Inputs).Select<ItemDifference, RerunReason>(d => FingerprintContent.IsSourceKey(d.Name)
                ? new SourceChanged(d.Name, sourceNames.GetValueOrDefault(d.Name, d.Name), d.Change)
                : new InputStageChanged(d.Name, d.Change)),
        ];
    }

    /// <summary>Lists the parameters that differ, in ordinal order of their keys.</summary>
    /// <param name="before">Keys with canonical values, earlier.</param>
    /// <param name="now">Keys with canonical values, now.</param>
    public static IReadOnlyList<ParameterChanged> BetweenParameters(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        [.. Compare(before, now).Select(d => new ParameterChanged(d.Key, d.Before, d.Now))];

    /// <summary>Lists the named digests that differ, such as the files of an input, in ordinal order of their names.</summary>
    /// <param name="before">Names with digests, earlier.</param>
    /// <param name="now">Names with digests, now.</param>
    public static IReadOnlyList<ItemDifference> BetweenItems(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
    [
        .. Compare(before, now).Select(d => new ItemDifference(
            d.Key,
            d.Before is null ? ItemChange.Added : d.Now is null ? ItemChange.Removed : ItemChange.Changed)),
    ];

    private static RerunReason BetweenCode(string assembly, string? before, string? now) =>
        PackageVersion(before) is { } from && PackageVersion(now) is { } to && from != to
            ? new PackageChanged(assembly, from, to)
            : new CodeChanged(assembly);

    /// <summary>The version of a package, whose digest is its version and the identity of its build; null for other code.</summary>
    private static string? PackageVersion(string? digest) =>
        digest?.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? digest[..end] : null;

    private static IEnumerable<(string Key, string? Before, string? Now)> Compare(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        before.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(key => (Key: key, Before: before.GetValueOrDefault(key), Now: now.GetValueOrDefault(key)))
            .Where(d => !string.Equals(d.Before, d.Now, StringComparison.Ordinal));
}
