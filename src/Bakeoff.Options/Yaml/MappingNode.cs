namespace Bakeoff.Options.Yaml;

/// <summary>One key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyOrigin">Where the key starts.</param>
/// <param name="Value">The value.</param>
public sealed record MappingEntry(string Key, ValueOrigin KeyOrigin, ConfigurationNode Value);

/// <summary>Keys with values; keys are unique.</summary>
/// <param name="Entries">The entries in the order written.</param>
/// <param name="Origin">Where it starts.</param>
public sealed record MappingNode(IReadOnlyList<MappingEntry> Entries, ValueOrigin Origin) : ConfigurationNode(Origin)
{
    /// <summary>A mapping without keys, written nowhere.</summary>
    public static MappingNode Empty { get; } = new([], ValueOrigin.Default);

    /// <summary>The entry of a key, or null.</summary>
    public MappingEntry? Find(string key) => Entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.Ordinal));

    /// <summary>This mapping with one entry added, or replaced in its place.</summary>
    public MappingNode With(MappingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Find(entry.Key) is null
            ? this with { Entries = [.. Entries, entry] }
            : this with { Entries = [.. Entries.Select(e => string.Equals(e.Key, entry.Key, StringComparison.Ordinal) ? entry : e)] };
    }

    /// <summary>This mapping without a key.</summary>
    public MappingNode Without(string key) =>
        this with { Entries = [.. Entries.Where(e => !string.Equals(e.Key, key, StringComparison.Ordinal))] };

    /// <inheritdoc/>
    public override string Describe() =>
        Entries.Count == 0 ? "an empty mapping" : $"a mapping with {string.Join(", ", Entries.Select(e => e.Key))}";
}
