using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Options.Binding;
using Bakeoff.Options.Resolution;

namespace Bakeoff.Options.Schema;

/// <summary>Writes the JSON schema of an options record, from the same shapes that the binder reads by.</summary>
/// <remarks>
/// Source: JSON Schema, draft 2020-12. Deterministic: definitions in ordinal order, everything else in the order of the source.
/// </remarks>
public sealed partial class SchemaWriter
{
    // A path written as it is, not as \u002B; the file is opened by editors, never embedded in a page.
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly SortedDictionary<string, JsonObject?> _definitions = new(StringComparer.Ordinal);
    private readonly XmlSummaries _summaries = new();

    private SchemaWriter()
    {
    }

    /// <summary>The schema as indented JSON.</summary>
    /// <param name="root">Options record of the whole file.</param>
    /// <param name="title">A title for the file, such as <c>Bakeoff experiment</c>.</param>
    /// <param name="noun">
    /// What one file describes, such as <c>experiment</c>, where files have a name and may extend another; see
    /// <see cref="OptionsReader{T}"/>. Else null.
    /// </param>
    /// <exception cref="FileNotFoundException">The doc comments of an assembly are not beside it.</exception>
    public static string Write(Type root, string title, string? noun = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new SchemaWriter().WriteFile(root, title, noun);
    }

    private string WriteFile(Type root, string title, string? noun)
    {
        var record = RecordShape.Of(root);
        var body = RecordBody(record, isComplete: noun is null);
        if (noun is not null)
        {
            AddExtends(body, record, noun);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
            ["description"] = _summaries.Of(root),
        };
        foreach (var (key, value) in body.ToList())
        {
            body.Remove(key);
            schema[key] = value;
        }

        schema["$defs"] = new JsonObject(_definitions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value)));
        return schema.ToJsonString(Format) + "\n";
    }

    private static void AddExtends(JsonObject body, RecordShape record, string noun)
    {
        ((JsonObject)body["properties"]!).Insert(1, ExtendsChain.ExtendsKey, new JsonObject
        {
            ["type"] = "string",
            ["description"] = $"Another {noun} whose keys hold where this file does not set them: mappings are merged, lists replaced.",
        });
        body["required"] = new JsonArray(ExtendsChain.NameKey);
        body["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray(ExtendsChain.ExtendsKey) },
            new JsonObject { ["required"] = new JsonArray([.. record.Members.Where(m => m.IsRequired).Select(m => (JsonNode)m.Key)]) });
    }

    /// <summary>
    /// The keys of a record. Inside lists (<paramref name="isComplete"/>) nothing is merged from a file that is extended: required keys
    /// must stand there.
    /// </summary>
    private JsonObject RecordBody(RecordShape record, bool isComplete)
    {
        var properties = new JsonObject();
        var defaults = record.CreateDefault();
        foreach (var member in record.Members.Where(m => !m.IsCommandLineOnly))
        {
            properties[member.Key] = Member(member, defaults, isComplete);
        }

        var body = new JsonObject { ["type"] = "object", ["properties"] = properties };
        body["additionalProperties"] = record.Others is { } others ? Items(others) : false;
        if (isComplete && record.Members.Any(m => m.IsRequired))
        {
            body["required"] = new JsonArray([.. record.Members.Where(m => m.IsRequired).Select(m => (JsonNode)m.Key)]);
        }

        return body;
    }

    // What a dictionary of names that the file decides on holds for each.
    private JsonObject Items(MemberShape others)
    {
        var item = others.Value.Item!;
        var schema = Value(item, others.Range, 0, isComplete: true);
        return others.TakesOne && item.Kind == ValueKind.List ? OneOr(item.Item!, schema) : schema;
    }

    private JsonObject OneOr(ValueShape item, JsonObject list) =>
        new() { ["anyOf"] = new JsonArray(Value(item, null, 0, isComplete: true), list) };

    private JsonObject Member(MemberShape member, object defaults, bool isComplete)
    {
        var schema = Value(member.Value, member.Range, member.MinLength, isComplete);
        if (member.TakesOne && member.Value.Kind == ValueKind.List)
        {
            schema = OneOr(member.Value.Item!, schema);
        }

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
