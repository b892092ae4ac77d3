using System.Globalization;
using System.Text.Json;
using Bakeoff.Mlflow.Rest;

namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>
/// Fields of a request in a small notation: <c>name:type</c>, <c>!</c> for required; types <c>s</c> text, <c>i</c> whole number, <c>d</c>
/// number or the text of one that is not finite, <c>b</c> truth value, <c>l</c> list of texts, <c>[...]</c> list of objects, <c>{...}</c>
/// object.
/// </summary>
internal sealed class FieldRules
{
    private readonly Dictionary<string, (char Type, bool IsRequired, FieldRules? Inner)> _fields = new(StringComparer.Ordinal);

    internal FieldRules(string notation)
    {
        int at = 0;
        Read(notation, ref at);
    }

    private FieldRules(string notation, ref int at) => Read(notation, ref at);

    /// <summary>Problems: everything that a real server would silently misread, drop or store wrongly.</summary>
    internal IEnumerable<string> FindProblems(JsonElement value, string path = "")
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            yield return $"{path} is {value.ValueKind}, expected an object";
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string name = path + property.Name;
            if (!seen.Add(property.Name))
            {
                yield return $"{name} is given twice";
            }

            if (!_fields.TryGetValue(property.Name, out var field))
            {
                yield return $"{name} is unknown";
                continue;
            }

            foreach (string problem in FindProblems(property.Value, name, field.Type, field.Inner))
            {
                yield return problem;
            }
        }

        foreach ((string name, var field) in _fields)
        {
            if (field.IsRequired && !seen.Contains(name))
            {
                yield return $"{path}{name} is missing";
            }
        }
    }

    private static IEnumerable<string> FindProblems(JsonElement value, string name, char type, FieldRules? inner)
    {
        bool fits = type switch
        {
            's' => value.ValueKind == JsonValueKind.String,
            'i' => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            'd' when value.ValueKind == JsonValueKind.Number => double.IsFinite(value.GetDouble()),
            'd' => value.ValueKind == JsonValueKind.String && value.GetString() is "NaN" or "Infinity" or "-Infinity",
            'b' => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            'l' => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
            '[' => value.ValueKind == JsonValueKind.Array,
            _ => value.ValueKind == JsonValueKind.Object,
        };
        if (!fits)
        {
            yield return $"{name} is {value.GetRawText()}, expected type {type.ToString(CultureInfo.InvariantCulture)}";
            yield break;
        }

        IEnumerable<JsonElement> parts = type switch { '[' => value.EnumerateArray(), '{' => [value], _ => [] };
        foreach (string problem in parts.SelectMany(part => inner!.FindProblems(part, name + ".")))
        {
            yield return problem;
        }
    }

    private void Read(string notation, ref int at)
    {
        while (at < notation.Length && notation[at] is not (']' or '}'))
        {
            if (notation[at] == ' ')
            {
                at++;
                continue;
            }

            int colon = notation.IndexOf(':', at);
            string name = notation[at..colon];
            at = colon + 1;
            char type = notation[at++];
            FieldRules? inner = null;
            if (type is '[' or '{')
            {
                inner = new FieldRules(notation, ref at);
                at++;
            }

            bool isRequired = at < notation.Length && notation[at] == '!';
            at += isRequired ? 1 : 0;
            _fields.Add(name, (type, isRequired, inner));
        }
    }
}
