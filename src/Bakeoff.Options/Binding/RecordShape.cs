using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Bakeoff.Options.Binding;

/// <summary>The keys of an options record.</summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Known = new();

    private RecordShape(Type type)
    {
        Type = type;
        var nullability = new NullabilityInfoContext();

        // A derived record's own keys follow those of its base, each in the order of its source.
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
            .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
            .OrderBy(p => DepthOf(p.DeclaringType!))
            .ThenBy(p => p.MetadataToken)
            .ToLookup(p => p.IsDefined(typeof(OtherKeysAttribute), inherit: true), p => new MemberShape(p, nullability));
        Members = [.. properties[false]];
        Others = properties[true].SingleOrDefault();
        ShorthandKey = type.GetCustomAttribute<ScalarShorthandAttribute>()?.Key ?? FirstKeyOfKind(type);
    }

    /// <summary>The record's type.</summary>
    public Type Type { get; }

    /// <summary>Its keys in the order of the source.</summary>
    public IReadOnlyList<MemberShape> Members { get; }

    /// <summary>The dictionary that takes all other keys; null where they are refused.</summary>
    public MemberShape? Others { get; }

    /// <summary>True when some key has no default.</summary>
    public bool RequiresKeys => Members.Any(member => member.IsRequired);

    /// <summary>Key that takes the value when the record is written as one scalar: of a kind, its first; null when it cannot be.</summary>
    public string? ShorthandKey { get; }

    /// <summary>The shape of a record type.</summary>
    public static RecordShape Of(Type type) => Known.GetOrAdd(type, t => new RecordShape(t));

    /// <summary>The member of a key, or null.</summary>
    public MemberShape? Find(string key) => Members.FirstOrDefault(m => string.Equals(m.Key, key, StringComparison.Ordinal));

    /// <summary>A record with its documented defaults.</summary>
    public object CreateDefault() => Activator.CreateInstance(Type)!;

    /// <summary>Keys with what carries their attributes, as a search for the nearest name takes them.</summary>
    public IReadOnlyCollection<(string Name, MemberInfo Named)> NamedKeys =>
        [.. Members.Select(static member => (member.Key, (MemberInfo)member.Property))];

    // The number or choice that a kind is mostly written for stands first: lstm: 64 is lstm: {units: 64}.
    private string? FirstKeyOfKind(Type type) =>
        type.IsDefined(typeof(KindAttribute), inherit: false) && Members is [var first, ..] && first.Value.IsScalar ? first.Key : null;

    private static int DepthOf(Type type) => type.BaseType is { } parent ? DepthOf(parent) + 1 : 0;
}
