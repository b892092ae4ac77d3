using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Options.Binding;

namespace Bakeoff.Options.Schema;

/// <summary>Writes the JSON schema of an options record, from the same shapes that the binder reads by.</summary>
/// <remarks>Source: JSON Schema, draft 2020-12. Deterministic: definitions in ordinal order, everything else in the order of the source.</remarks>
internal sealed partial class SchemaWriter
{
    // A path written as it is, not as \u002B; the file is opened by editors, never embedded in a page.
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, JsonObject?> _definitions = new(StringComparer.Ordinal);
    private readonly XmlSummaries _summaries = new();

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

        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title, ["description"] = _summaries.Of(root) };
        foreach (var (key, value) in body.ToList())
        {
            body.Remove(key);
            schema[key] = value;
        }

        schema["$defs"] = new JsonObject(_definitions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value)));
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

        if (_summaries.Of(member.Property) is { Length: > 0 } summary)
        {
            schema["description"] = summary;
        }

        if (!member.IsRequired && Default(member, member.Property.GetValue(defaults)) is { } value)
        {
            schema["default"] = value;
        }

        return schema;
    }
}
