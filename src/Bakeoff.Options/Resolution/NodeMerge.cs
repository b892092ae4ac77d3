using Bakeoff.Options.Binding;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>Lays one tree over another: mappings are merged key by key, everything else is replaced.</summary>
internal static class NodeMerge
{
    /// <summary>The tree that results; values keep the place where they were written.</summary>
    /// <param name="under">The tree that is extended.</param>
    /// <param name="over">The tree whose values hold.</param>
    /// <param name="shape">Shape of both; null where keys are unknown.</param>
    public static ConfigurationNode Merge(ConfigurationNode? under, ConfigurationNode over, ValueShape? shape)
    {
        over = Expand(over, shape);
        if (under is null
            || Expand(under, shape) is not MappingNode below
            || over is not MappingNode above
            || shape?.Kind is ValueKind.List)
        {
            return over;
        }

        // Options of one kind mean nothing to another: a new kind replaces the old one.
        if (shape?.Kind is ValueKind.Union
            && below.Entries is [var old]
            && above.Entries is [var replacement]
            && old.Key != replacement.Key)
        {
            return above;
        }

        var merged = below;
        foreach (var entry in above.Entries)
        {
            merged = merged.With(entry with { Value = Merge(below.Find(entry.Key)?.Value, entry.Value, ShapeOf(shape, entry.Key)) });
        }

        return merged with { Origin = above.Origin };
    }

    /// <summary>Writes a record or kind given as one scalar out as a mapping, so that its keys can be merged.</summary>
    public static ConfigurationNode Expand(ConfigurationNode node, ValueShape? shape) => shape?.Expand(node) ?? node;

    /// <summary>Shape of the value of a key; null when the key is unknown.</summary>
    public static ValueShape? ShapeOf(ValueShape? shape, string key) => shape?.Kind switch
    {
        ValueKind.Record => shape.Record.Find(key)?.Value ?? shape.Record.Others?.Value.Item,
        ValueKind.Dictionary => shape.Item,
        ValueKind.Union => KindOf(shape, key) is { } type ? ValueShape.Of(type) : null,
        _ => null,
    };

    private static Type? KindOf(ValueShape union, string name) =>
        union.Kinds.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal)).Type;
}
