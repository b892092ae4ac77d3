using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Options.Binding;

namespace Bakeoff.Options;

/// <summary>
/// Reads and writes kinds in JSON as in YAML: <c>"mfcc"</c> where all keys keep their defaults, <c>{"plp": {"order": 12}}</c> elsewhere.
/// </summary>
/// <typeparam name="T">The abstract base of the kinds, marked by <see cref="ScalarShorthandAttribute"/>.</typeparam>
public sealed class KindJsonConverter<T> : JsonConverter<T>
    where T : class
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return (T)RecordShape.Of(Find(reader.GetString()!)).CreateDefault();
        }

        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            throw new JsonException($"expected the name of a kind of {typeof(T).Name}, or one kind with its options");
        }

        var value = ReadKeys(ref reader, RecordShape.Of(Find(reader.GetString()!)), options);
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject
            ? value
            : throw new JsonException($"expected one kind of {typeof(T).Name} with its options");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (ValueShape.Of(typeof(T)).BareNameOf(value) is { } name)
        {
            writer.WriteStringValue(name);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName(OptionKinds.NameOf(value.GetType()));
        writer.WriteStartObject();
        foreach (var member in RecordShape.Of(value.GetType()).Members)
        {
            writer.WritePropertyName(member.Key);
            JsonSerializer.Serialize(writer, member.Property.GetValue(value), member.Property.PropertyType, options);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static T ReadKeys(ref Utf8JsonReader reader, RecordShape shape, JsonSerializerOptions options)
    {
        var value = (T)shape.CreateDefault();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"expected the options of a kind of {typeof(T).Name}");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var member = shape.Find(key) ?? throw new JsonException($"'{key}' is no key of {shape.Type.Name}");
            reader.Read();
            member.Property.SetValue(value, JsonSerializer.Deserialize(ref reader, member.Property.PropertyType, options));
        }

        return value;
    }

    private static Type Find(string name) =>
        OptionKinds.Of(typeof(T)).FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.Ordinal)).Type
        ?? throw new JsonException($"'{name}' is no known kind of {typeof(T).Name}");
}
