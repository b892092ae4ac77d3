namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Says in words why a stage's fingerprint is not what it was.</summary>
public static class FingerprintDifference
{
    /// <summary>Lists what differs, parameters first: <c>training.batch_size: 64 -> 32</c>, <c>code of Bakeoff.Audio changed</c>, <c>input features changed</c>.</summary>
    /// <param name="before">Content of the earlier run.</param>
    /// <param name="now">Content as it would be now.</param>
    /// <returns>One line a difference; empty when both are equal.</returns>
    public static IReadOnlyList<string> Explain(FingerprintContent before, FingerprintContent now)
    {
        var reasons = new List<string>();
        Compare(before.Parameters, now.Parameters, (key, old, @new) => reasons.Add($"{key}: {old ?? "(not set)"} -> {@new ?? "(not set)"}"));
        Compare(before.Code, now.Code, (key, old, @new) => reasons.Add(
            VersionOf(old) is { } from && VersionOf(@new) is { } to && from != to ? $"package {key}: {from} -> {to}" : $"code of {key} changed"));
        Compare(before.Inputs, now.Inputs, (key, old, @new) => reasons.Add(
            old is null ? $"input {key} is new" : @new is null ? $"input {key} is gone" : $"input {key} changed"));
        return reasons;
    }

    /// <summary>Names what changed between two sets of named digests, such as the files of an input.</summary>
    /// <param name="before">Names with digests, earlier.</param>
    /// <param name="now">Names with digests, now.</param>
    /// <param name="most">How many to name; the rest is counted.</param>
    /// <param name="kind">What they are, such as <c>input</c> or <c>output</c>.</param>
    public static IReadOnlyList<string> ExplainItems(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now, int most = 3, string kind = "input")
    {
        var all = new List<string>();
        Compare(before, now, (key, old, @new) => all.Add($"{kind} {key} {(old is null ? "added" : @new is null ? "removed" : "changed")}"));
        return all.Count <= most ? all : [.. all.Take(most), $"{all.Count - most} more {kind}s changed"];
    }

    /// <summary>Version of a package, from its version and the identity of its build.</summary>
    private static string? VersionOf(string? code) => code?.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? code[..end] : null;

    private static void Compare(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now, Action<string, string?, string?> differs)
    {
        foreach (var key in before.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var old = before.GetValueOrDefault(key);
            var @new = now.GetValueOrDefault(key);
            if (!string.Equals(old, @new, StringComparison.Ordinal))
            {
                differs(key, old, @new);
            }
        }
    }
}
