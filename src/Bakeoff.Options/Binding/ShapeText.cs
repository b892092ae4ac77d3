using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Binding;

/// <summary>Words for shapes, as messages need them.</summary>
internal static class ShapeText
{
    /// <summary>The expectation in words, such as <c>a whole number from 1 to 512</c>.</summary>
    public static string Describe(ValueShape shape, NumberRange? range = null) => shape.Kind switch
    {
        ValueKind.Text => "text",
        ValueKind.Integer => $"a whole number{range?.Describe()}",
        ValueKind.Number => $"a number{range?.Describe()}",
        ValueKind.Boolean => "true or false",
        ValueKind.Choice => $"one of {string.Join(", ", shape.Choices.Select(c => c.Name))}",
        ValueKind.Record => "a mapping of options",
        ValueKind.Union when shape.HasBareKinds => $"one of {string.Join(", ", shape.Kinds.Select(k => k.Name))}",
        ValueKind.Union => "one kind with its options",
        ValueKind.List => "a list",
        ValueKind.Any => "a value",
        _ => "a mapping",
    };

    /// <summary>The next step after a value of the wrong form; empty when the rule says it all.</summary>
    public static string Hint(ConfigurationNode node, ValueShape shape) => (shape.Kind, node) switch
    {
        (_, ScalarNode { IsNull: true }) => "Give a value or remove the key.",
        (ValueKind.List or ValueKind.Record or ValueKind.Dictionary, ScalarNode { Text: ['[' or '{', ..] }) => "Close the bracket.",
        (ValueKind.List, MappingNode mapping) when shape.Item!.Kind == ValueKind.Text =>
            $"Write [{string.Join(", ", mapping.Entries.Select(static entry => entry.Key))}].",
        (ValueKind.List, ScalarNode scalar) => $"Write [{scalar.Text}].",
        (ValueKind.Record, ScalarNode) => $"Its keys are: {string.Join(", ", shape.Record.Members.Select(m => m.Key))}.",
        (ValueKind.Union, ScalarNode scalar) when shape.HasBareKinds =>
            NearestName.Question(scalar.Text, shape.NamedValues) ?? "",
        (ValueKind.Union, ScalarNode scalar) when shape.Kinds.Any(k => k.Name == scalar.Text) => $"Write '{scalar.Text}: {{}}'.",
        (ValueKind.Union, ScalarNode scalar) => NearestName.Suggest(scalar.Text, shape.NamedValues, "The kinds are"),
        (ValueKind.Record or ValueKind.Union or ValueKind.Dictionary, SequenceNode) => "Remove the dashes or brackets.",
        _ => "",
    };

    /// <summary>A placeholder that shows how a value is written.</summary>
    public static string Example(MemberShape member) => member.Value.Kind switch
    {
        ValueKind.Text => "TEXT",
        ValueKind.Integer or ValueKind.Number => "NUMBER",
        ValueKind.Boolean => "true",
        ValueKind.Choice => member.Value.Choices[0].Name,
        ValueKind.Union when member.Value.HasBareKinds => member.Value.Kinds[0].Name,
        ValueKind.List => "[...]",
        ValueKind.Record when member.Value.Record.ShorthandKey is not null => "NAME",
        _ => "{...}",
    };

    /// <summary>The section at the root that knows a key, or null.</summary>
    public static string? FindKeyElsewhere(RecordShape root, string key)
    {
        if (root.Find(key) is not null)
        {
            return "the top of the file, without indentation";
        }

        foreach (var section in root.Members.Where(static member => member.Value.Kind == ValueKind.Record))
        {
            // A key of another section is offered by its own name alone: near misses across sections would mostly mislead.
            var keys = section.Value.Record.NamedKeys;
            if (NearestName.FindExact(key, keys) is { } meant)
            {
                return meant == key ? $"the section '{section.Key}'" : $"the section '{section.Key}', where it is called '{meant}'";
            }
        }

        return null;
    }

    /// <summary>True when a message contains a key as a whole word.</summary>
    public static bool Mentions(string message, string key)
    {
        for (var i = message.IndexOf(key, StringComparison.Ordinal); i >= 0; i = message.IndexOf(key, i + 1, StringComparison.Ordinal))
        {
            var end = i + key.Length;
            if ((i == 0 || !IsWord(message[i - 1])) && (end == message.Length || !IsWord(message[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
