using System.Collections;
using System.Text.Json.Nodes;
using Bakeoff.Options.Binding;
using Bakeoff.Options.Resolution;

namespace Bakeoff.Options.Schema;

/// <content>Schemas of single values, with their limits and defaults.</content>
public sealed partial class SchemaWriter
{
    private JsonObject Value(ValueShape shape, NumberRange? range, int minLength, bool isComplete)
    {
        switch (shape.Kind)
        {
            case ValueKind.Text:
                var text = new JsonObject { ["type"] = "string" };
                if (minLength > 0)
                {
                    text["minLength"] = minLength;
                }

                return text;
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
            case ValueKind.Union when shape.HasBareKinds:
                return BareUnion(shape);
            case ValueKind.Union:
                return Reference(shape.Type, true, () => UnionBody(shape));
            case ValueKind.Record:
                var record = Reference(shape.Type, isComplete, () => RecordBody(shape.Record, isComplete));
                return shape.Record.ShorthandKey is { } key
                    ? new JsonObject { ["anyOf"] = new JsonArray(Value(shape.Record.Find(key)!.Value, null, 0, isComplete), record) }
                    : record;
            default:
                return [];
        }
    }

    /// <summary>The names of kinds, and mappings where some kind has keys.</summary>
    private JsonObject BareUnion(ValueShape shape)
    {
        var records = shape.Kinds.Select(kind => RecordShape.Of(kind.Type)).ToList();
        var names = new JsonObject
        {
            ["enum"] = new JsonArray(
            [
                .. records.Where(record => !record.RequiresKeys).Select(record => (JsonNode)OptionKinds.NameOf(record.Type)),
            ]),
        };
        return records.Any(record => record.Members.Count > 0)
            ? new JsonObject { ["anyOf"] = new JsonArray(names, Reference(shape.Type, true, () => UnionBody(shape))) }
            : names;
    }

    private JsonObject KindBody(Type kind)
    {
        var shape = RecordShape.Of(kind);
        var mapping = Reference(kind, true, () => RecordBody(shape, true));
        var body = shape.ShorthandKey is { } key && shape.Find(key) is { } first
            ? new JsonObject { ["anyOf"] = new JsonArray(mapping, Value(first.Value, first.Range, first.MinLength, isComplete: true)) }
            : mapping;
        return Described(body, _summaries.Of(kind));
    }

    private JsonObject UnionBody(ValueShape shape) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(shape.Kinds.Select(kind => KeyValuePair.Create(kind.Name, (JsonNode?)KindBody(kind.Type)))),
        ["additionalProperties"] = false,
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
    };

    private JsonObject Reference(Type type, bool isComplete, Func<JsonObject> body)
    {
        var name = isComplete && RequiresKeys(type) ? type.Name + "Complete" : type.Name;
        if (_definitions.TryAdd(name, null))
        {
            _definitions[name] = Described(body(), _summaries.Of(type));
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <summary>True when a record has a form with required keys (in lists) and one without (where it is merged).</summary>
    private static bool RequiresKeys(Type type) =>
        ValueShape.Of(type) is { Kind: ValueKind.Record } shape && shape.Record.Members.Any(m => m.IsRequired);

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
        (ValueKind.Union, _) => member.Value.BareNameOf(value),
        (ValueKind.Integer or ValueKind.Number, _) => JsonNode.Parse(CanonicalText.Of(value, member.Value)),
        (ValueKind.List, IEnumerable list) when !list.Cast<object>().Any() => new JsonArray(),
        _ => null,
    };

    private static JsonNode Number(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15 ? (JsonNode)(long)value : value;
}
