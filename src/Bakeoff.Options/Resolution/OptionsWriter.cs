using System.Collections;
using System.Text;
using Bakeoff.Options.Binding;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>Writes options as YAML that reads back to equal options: every key, defaults included, one fixed form.</summary>
/// <remarks>
/// Sections are indented blocks; the items of lists are written on one line each. Deterministic and culture-free; lines end in a line
/// feed.
/// </remarks>
public static class OptionsWriter
{
    /// <summary>The YAML of a record; keys that only the command line may give are left out.</summary>
    public static string Write(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = new StringBuilder();
        WriteMembers(text, options, RecordShape.Of(options.GetType()), "");
        return text.ToString();
    }

    /// <summary>A kind with its options on one line, without the outer braces: <c>rbf_svm: {c: 10, gamma: null}</c>.</summary>
    /// <param name="kind">A record with a <see cref="KindAttribute"/>.</param>
    public static string WriteKind(object kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return $"{OptionKinds.NameOf(kind.GetType())}: {Flow(kind, ValueShape.Of(kind.GetType()))}";
    }

    /// <summary>A value on one line.</summary>
    internal static string Flow(object? value, ValueShape shape) => (shape.Kind, value) switch
    {
        (_, null) => "null",
        (ValueKind.Record, _) => Braces(Written(value, shape.Record).Select(e => $"{e.Key}: {Flow(e.Value, e.Shape)}")),
        (ValueKind.Union, _) => shape.BareNameOf(value) ?? $"{{{FlowKind(value, shape)}}}",
        (ValueKind.List, _) => $"[{string.Join(", ", ((IEnumerable)value).Cast<object?>().Select(item => Flow(item, shape.Item!)))}]",
        (ValueKind.Dictionary, _) =>
            Braces(DictionaryEntries.Of(value).Select(e => $"{YamlScalar.Write(e.Key)}: {Flow(e.Value, shape.Item!)}")),
        (ValueKind.Text, string text) => YamlScalar.Write(text),
        (ValueKind.Any, AnyValue any) => any.Yaml,
        _ => CanonicalText.Of(value, shape),
    };

    private static string FlowKind(object value, ValueShape shape)
    {
        var kind = shape.Kinds.First(k => k.Type == value.GetType());
        return $"{kind.Name}: {Flow(value, ValueShape.Of(kind.Type))}";
    }

    private static void WriteMembers(StringBuilder text, object record, RecordShape shape, string indent)
    {
        foreach (var entry in Written(record, shape))
        {
            WriteEntry(text, entry.Key, entry.Value, entry.Shape, indent);
        }
    }

    private static void WriteEntry(StringBuilder text, string key, object? value, ValueShape shape, string indent)
    {
        text.Append(indent).Append(key).Append(':');
        var deeper = indent + "  ";
        switch (shape.Kind)
        {
            case ValueKind.Record when value is not null && Written(value, shape.Record).Any():
                text.Append('\n');
                WriteMembers(text, value, shape.Record, deeper);
                break;
            case ValueKind.Dictionary when value is not null && DictionaryEntries.Of(value) is { Count: > 0 } entries:
                text.Append('\n');
                foreach (var entry in entries)
                {
                    WriteEntry(text, YamlScalar.Write(entry.Key), entry.Value, shape.Item!, deeper);
                }

                break;
            case ValueKind.List when value is not null && IsWrittenInBlocks(shape.Item!) && ((IEnumerable)value).Cast<object>().Any():
                text.Append('\n');
                foreach (var item in (IEnumerable)value)
                {
                    var line = shape.Item!.Kind == ValueKind.Union ? FlowKind(item, shape.Item) : Flow(item, shape.Item);
                    text.Append(deeper).Append("- ").Append(line).Append('\n');
                }

                break;
            default:
                text.Append(' ').Append(Flow(value, shape)).Append('\n');
                break;
        }
    }

    private static bool IsWrittenInBlocks(ValueShape item) =>
        item.Kind == ValueKind.Record || (item.Kind == ValueKind.Union && !item.HasBareKinds);

    private static string Braces(IEnumerable<string> entries) => $"{{{string.Join(", ", entries)}}}";

    private static IEnumerable<(string Key, object? Value, ValueShape Shape)> Written(object record, RecordShape shape) =>
        shape.Members
            .Where(m => !m.IsCommandLineOnly)
            .Select(m => (m.Key, m.Property.GetValue(record), m.Value))
            .Concat(
                shape.Others is { } others && others.Property.GetValue(record) is { } dictionary
                    ? DictionaryEntries.Of(dictionary).Select(e => (YamlScalar.Write(e.Key), e.Value, others.Value.Item!))
                    : []);
}
