using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Bakeoff.Options;

/// <summary>
/// The kinds of abstract options records: layers, classifiers, sources. A record becomes a kind by its <see cref="KindAttribute"/> and
/// nothing else.
/// </summary>
/// <remarks>
/// Kinds are looked for in the assembly of the base record and in those given to <see cref="Register"/>. Thread-safe. Kinds are in
/// ordinal order of their names.
/// </remarks>
public static class OptionKinds
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<(string Name, Type Type)>> Known = new();
    private static ImmutableHashSet<Assembly> registered = [];
    private static ImmutableHashSet<Assembly> idle = [];

    /// <summary>Assemblies whose kinds were added to those of the base records' own assemblies.</summary>
    public static IReadOnlyCollection<Assembly> Registered => registered;

    /// <summary>Adds the kinds that an assembly defines.</summary>
    /// <param name="assembly">An assembly with records that have a <see cref="KindAttribute"/>.</param>
    /// <param name="isIdleUnlessNamed">True for an assembly that does nothing unless options name one of its kinds.</param>
    public static void Register(Assembly assembly, bool isIdleUnlessNamed = false)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        if (isIdleUnlessNamed)
        {
            ImmutableInterlocked.Update(ref idle, static (all, one) => all.Add(one), assembly);
        }

        ImmutableInterlocked.Update(ref registered, static (all, one) => all.Add(one), assembly);
        Known.Clear();
    }

    /// <summary>The registered assemblies that may take part in what some options describe.</summary>
    /// <param name="options">A record of options with everything below it.</param>
    public static IReadOnlyCollection<Assembly> RegisteredFor(object options) =>
        [.. registered.Where(assembly => !idle.Contains(assembly) || Names(options, assembly))];

    /// <summary>The kinds of a base type; empty where the type has none.</summary>
    /// <param name="baseType">An abstract options record.</param>
    /// <exception cref="InvalidOperationException">Two records have one name.</exception>
    public static IReadOnlyList<(string Name, Type Type)> Of(Type baseType)
    {
        ArgumentNullException.ThrowIfNull(baseType);
        return Known.GetOrAdd(baseType, Find);
    }

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">A record with a <see cref="KindAttribute"/>.</param>
    /// <exception cref="ArgumentException">The type has no such attribute.</exception>
    public static string NameOf(Type kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.GetCustomAttribute<KindAttribute>()?.Name
            ?? throw new ArgumentException($"{kind} has no attribute [Kind].", nameof(kind));
    }

    /// <summary>Lets JSON read and write every kind of a base type; a modifier for <see cref="DefaultJsonTypeInfoResolver"/>.</summary>
    /// <param name="type">The type that is described. Types without kinds stay as they are.</param>
    public static void AddTo(JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        // A type with a converter of its own has no properties that a discriminator could join.
        if (!type.Type.IsAbstract || type.Kind != JsonTypeInfoKind.Object || Of(type.Type) is not { Count: > 0 } kinds)
        {
            return;
        }

        type.PolymorphismOptions ??= new JsonPolymorphismOptions();
        foreach (var (name, kind) in kinds)
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, name));
        }
    }

    private static bool Names(object? value, Assembly assembly) => value switch
    {
        null or string => false,
        IEnumerable list => list.Cast<object?>().Any(item => Names(item, assembly)),
        _ => value.GetType().Assembly == assembly
            || value
                .GetType()
                .GetProperties()
                .Where(static property => property.IsDefined(typeof(JsonPropertyNameAttribute), inherit: true))
                .Any(property => Names(property.GetValue(value), assembly)),
    };

    private static IReadOnlyList<(string Name, Type Type)> Find(Type baseType)
    {
        if (!baseType.IsAbstract || baseType.IsInterface || baseType.IsSealed)
        {
            return [];
        }

        var kinds = registered.Add(baseType.Assembly)
            .SelectMany(KindTypes.In)
            .Where(type => type.IsSubclassOf(baseType))
            .Select(static type => (Name: NameOf(type), Type: type))
            .OrderBy(static kind => kind.Name, StringComparer.Ordinal)
            .ToList();
        var twice = kinds.GroupBy(static kind => kind.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
        {
            var types = string.Join(" and ", twice.Select(static kind => kind.Type));
            throw new InvalidOperationException($"{baseType.Name} '{twice.Key}' is defined by {types}. Rename one of them.");
        }

        return kinds;
    }
}
