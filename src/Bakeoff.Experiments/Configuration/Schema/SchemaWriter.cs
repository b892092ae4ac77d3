using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Experiments.Configuration.Binding;
using Bakeoff.Experiments.Configuration.Resolution;

namespace Bakeoff.Experiments.Configuration.Schema;

/// <summary>Writes the JSON schema of an options record, from the same shapes that the binder reads by.</summary>
/// <remarks>Source: JSON Schema, draft 2020-12. Deterministic: definitions in ordinal order, everything else in the order of the source.</remarks>
internal sealed class SchemaWriter
{
    // A path written as it is, not as \u002B; the file is opened by editors, never embedded in a page.
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, JsonObject?> definitions = new(StringComparer.Ordinal);
    private readonly XmlSummaries summaries = new();

    /// <summary>The schema as indented JSON.</summary>
    /// <param name="root">Options record of the whole file.</param>
    /// <param name="title">What the file is.</param>
    public string Write(Type root, string title)
    {
        var record = RecordShape.Of(root);
        var body = RecordBody(record, isComplete: false);
        ((JsonObject)body["properties"]!).Insert(1, "extends", new JsonObject
        {
            ["type"] = "string",
            ["description"] = "Another experiment whose keys hold where this file does not set them: mappings are merged, lists replaced.",
        });
        var required = record.Members.Where(m => m.IsRequired).Select(m => m.Key).ToList();
        body["required"] = new JsonArray("name");
        body["anyOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray("extends") }, new JsonObject { ["required"] = new JsonArray([.. required.Select(k => (JsonNode)k)]) });

        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title, ["description"] = summaries.Of(root) };
        foreach (var (key, value) in body.ToList())
        {
            body.Remove(key);
            schema[key] = value;
        }

        schema["$defs"] = new JsonObject(definitions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value)));
        return schema.ToJsonString(Format) + "\n";
    }

    /// <summary>The keys of a record. Inside lists (<paramref name="isComplete"/>) nothing is merged from an experiment that is extended: required keys must stand there.</summary>
    private JsonObject RecordBody(RecordShape record, bool isComplete)
    {
        var properties = new JsonObject();
        var defaults = record.CreateDefault();
        foreach (var member in record.Members.Where(m => !m.IsCommandLineOnly))
        {
            properties[member.Key] = Member(member, defaults, isComplete);
        }

        var body = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (isComplete && record.Members.Any(m => m.IsRequired))
        {
            body["required"] = new JsonArray([.. record.Members.Where(m => m.IsRequired).Select(m => (JsonNode)m.Key)]);
        }

        return body;
    }

    private JsonObject Member(MemberShape member, object defaults, bool isComplete)
    {
        var schema = Value(member.Value, member.Range, member.MinLength, isComplete);
        if (member.IsNullable)
        {
            schema = OrNull(schema);
        }

        if (summaries.Of(member.Property) is { Length: > 0 } summary)
        {
            schema["description"] = summary;
        }

        if (!member.IsRequired && Default(member, member.Property.GetValue(defaults)) is { } value)
        {
            schema["default"] = value;
        }

        return schema;
    }

    private JsonObject Value(ValueShape shape, NumberRange? range, int minLength, bool isComplete)
    {
        switch (shape.Kind)
        {
            case ValueKind.Text:
                return minLength > 0 ? new JsonObject { ["type"] = "string", ["minLength"] = minLength } : new JsonObject { ["type"] = "string" };
            case ValueKind.Boolean:
                return new JsonObject { ["type"] = "boolean" };
            case ValueKind.Integer or ValueKind.Number:
                return Limit(new JsonObject { ["type"] = shape.Kind == ValueKind.Integer ? "integer" : "number" }, range, shape.Type);
            case ValueKind.Choice:
                return new JsonObject { ["enum"] = new JsonArray([.. shape.Choices.Select(c => (JsonNode)c.Name)]) };
            case ValueKind.List:
                var list = new JsonObject { ["type"] = "array", ["items"] = Value(shape.Item!, range, 0, isComplete: true) };
                if (minLength > 0)
                {
                    list["minItems"] = minLength;
                }

                return list;
            case ValueKind.Dictionary:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(shape.Item!, range, 0, isComplete: true) };
            case ValueKind.Union:
                return Reference(shape.Type, true, () => UnionBody(shape));
            case ValueKind.Record:
                var record = Reference(shape.Type, isComplete, () => RecordBody(shape.Record, isComplete));
                return shape.Record.ShorthandKey is { } key ? new JsonObject { ["anyOf"] = new JsonArray(Value(shape.Record.Find(key)!.Value, null, 0, isComplete), record) } : record;
            default:
                return [];
        }
    }

    private JsonObject UnionBody(ValueShape shape) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(shape.Kinds.Select(kind => KeyValuePair.Create(kind.Name, (JsonNode?)Described(Reference(kind.Type, true, () => RecordBody(RecordShape.Of(kind.Type), true)), summaries.Of(kind.Type))))),
        ["additionalProperties"] = false,
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
    };

    private JsonObject Reference(Type type, bool isComplete, Func<JsonObject> body)
    {
        var name = isComplete && RequiresKeys(type) ? type.Name + "Complete" : type.Name;
        if (definitions.TryAdd(name, null))
        {
            definitions[name] = Described(body(), summaries.Of(type));
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <summary>True when a record has a form with required keys (in lists) and one without (where it is merged).</summary>
    private static bool RequiresKeys(Type type) => ValueShape.Of(type) is { Kind: ValueKind.Record } shape && shape.Record.Members.Any(m => m.IsRequired);

    private static JsonObject Described(JsonObject schema, string summary)
    {
        if (summary.Length > 0)
        {
            schema["description"] = summary;
        }

        return schema;
    }

    private static JsonObject Limit(JsonObject schema, NumberRange? range, Type type)
    {
        if (range is not null && double.IsFinite(range.Minimum))
        {
            schema[range.ExcludesMinimum ? "exclusiveMinimum" : "minimum"] = Number(range.Minimum);
        }
        else if (type == typeof(ulong) || type == typeof(uint))
        {
            schema["minimum"] = 0;
        }

        if (range is not null && double.IsFinite(range.Maximum))
        {
            schema[range.ExcludesMaximum ? "exclusiveMaximum" : "maximum"] = Number(range.Maximum);
        }

        return schema;
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.GetValue<string>(), "null");
            return schema;
        }

        if (schema["enum"] is JsonArray names)
        {
            names.Add((JsonNode?)null);
            return schema;
        }

        return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
    }

    /// <summary>The default of a scalar or of a list of scalars; sections show the defaults of their own keys.</summary>
    private static JsonNode? Default(MemberShape member, object? value) => (member.Value.Kind, value) switch
    {
        (_, null) => null,
        (ValueKind.Text, string text) => text,
        (ValueKind.Boolean, bool flag) => flag,
        (ValueKind.Choice, _) => CanonicalText.Of(value, member.Value),
        (ValueKind.Integer or ValueKind.Number, _) => JsonNode.Parse(CanonicalText.Of(value, member.Value)),
        (ValueKind.List, IEnumerable list) when !list.Cast<object>().Any() => new JsonArray(),
        _ => null,
    };

    private static JsonNode Number(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15 ? (JsonNode)(long)value : value;
}
