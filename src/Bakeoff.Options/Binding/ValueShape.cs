using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Binding;

/// <summary>
/// The form that the type of an option has in YAML: the one description that the binder, the writer and the schema share.
/// </summary>
internal sealed class ValueShape
{
    private static readonly ConcurrentDictionary<Type, ValueShape> Known = new();

    private ValueShape(Type type, ValueKind kind)
    {
        Type = type;
        Kind = kind;
    }

    /// <summary>The type itself, never <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; }

    /// <summary>Its form.</summary>
    public ValueKind Kind { get; }

    /// <summary>True for a value that is written as one word or number.</summary>
    public bool IsScalar => Kind is ValueKind.Text or ValueKind.Integer or ValueKind.Number or ValueKind.Boolean or ValueKind.Choice;

    /// <summary>Shape of the items of a list or dictionary.</summary>
    public ValueShape? Item { get; private init; }

    /// <summary>Names of a choice, with their values, in declaration order.</summary>
    public IReadOnlyList<(string Name, object Value)> Choices { get; private init; } = [];

    /// <summary>Properties of a record; evaluated late, because options may nest.</summary>
    public RecordShape Record =>
        Kind == ValueKind.Record ? RecordShape.Of(Type) : throw new InvalidOperationException($"{Type} is no record.");

    /// <summary>Kinds of a union by name, in ordinal order; evaluated late, because assemblies may add some.</summary>
    public IReadOnlyList<(string Name, Type Type)> Kinds => OptionKinds.Of(Type);

    /// <summary>
    /// Names of a union's kinds or of choices with what carries their attributes, as a search for the nearest name takes them.
    /// </summary>
    public IReadOnlyCollection<(string Name, MemberInfo Named)> NamedValues =>
        Kind == ValueKind.Choice
            ? [.. Choices.Select(choice => (choice.Name, (MemberInfo)Type.GetField(choice.Value.ToString()!)!))]
            : [.. Kinds.Select(static kind => (kind.Name, (MemberInfo)kind.Type))];

    /// <summary>True for a union whose kinds are written as their names alone where all their keys keep their defaults.</summary>
    public bool HasBareKinds => Kind == ValueKind.Union && Type.IsDefined(typeof(ScalarShorthandAttribute), inherit: false);

    /// <summary>The name that stands for a value of a union; null where its keys must be written.</summary>
    public string? BareNameOf(object value)
    {
        if (!HasBareKinds || RecordShape.Of(value.GetType()) is not { RequiresKeys: false } record || !value.Equals(record.CreateDefault()))
        {
            return null;
        }

        return OptionKinds.NameOf(record.Type);
    }

    /// <summary>Writes a record or a kind that is given as one scalar out as a mapping; null where the node is no such scalar.</summary>
    public MappingNode? Expand(ConfigurationNode node)
    {
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            return null;
        }

        if (Kind == ValueKind.Record && Record.ShorthandKey is { } key)
        {
            return new MappingNode([new MappingEntry(key, node.Origin, node)], node.Origin);
        }

        return HasBareKinds && Kinds.Any(kind => string.Equals(kind.Name, scalar.Text, StringComparison.Ordinal))
            ? new MappingNode([new MappingEntry(scalar.Text, node.Origin, new MappingNode([], node.Origin))], node.Origin)
            : null;
    }

    /// <summary>The shape of a type.</summary>
    /// <exception cref="NotSupportedException">The type has no form in YAML.</exception>
    public static ValueShape Of(Type type) => Known.GetOrAdd(Nullable.GetUnderlyingType(type) ?? type, Create);

    private static ValueShape Create(Type type)
    {
        if (type.IsEnum)
        {
            var fields = type.GetFields(BindingFlags.Public | BindingFlags.Static);
            return new ValueShape(type, ValueKind.Choice) { Choices = [.. fields.Select(f => (NameOf(f), f.GetValue(null)!))] };
        }

        if (type == typeof(AnyValue))
        {
            return new ValueShape(type, ValueKind.Any);
        }

        if (ScalarKind(type) is { } scalar)
        {
            return new ValueShape(type, scalar);
        }

        if (ItemOf(type, typeof(IReadOnlyDictionary<,>)) is { } valueType)
        {
            return new ValueShape(type, ValueKind.Dictionary) { Item = Of(valueType) };
        }

        if (ItemOf(type, typeof(IEnumerable<>)) is { } itemType)
        {
            return new ValueShape(type, ValueKind.List) { Item = Of(itemType) };
        }

        if (OptionKinds.Of(type).Count > 0)
        {
            return new ValueShape(type, ValueKind.Union);
        }

        if (type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null)
        {
            return new ValueShape(type, ValueKind.Record);
        }

        throw new NotSupportedException(
            $"{type} cannot be written in YAML: options are records with a parameterless constructor, lists, "
            + "dictionaries by text, enums, numbers, booleans and text.");
    }

    private static ValueKind? ScalarKind(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => ValueKind.Text,
        TypeCode.Boolean => ValueKind.Boolean,
        TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 => ValueKind.Integer,
        TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64 => ValueKind.Integer,
        TypeCode.Single or TypeCode.Double => ValueKind.Number,
        _ => null,
    };

    /// <summary>The last type argument of the interface that a collection type is or implements.</summary>
    private static Type? ItemOf(Type type, Type collection)
    {
        var match = type.GetInterfaces().Prepend(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == collection);
        return match?.GetGenericArguments()[^1];
    }

    private static string NameOf(FieldInfo field) =>
        field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);
}
