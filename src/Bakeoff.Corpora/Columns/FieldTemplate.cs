namespace Bakeoff.Corpora.Columns;

/// <summary>The name of a field, or text with names of fields in braces: <c>speaker</c>, <c>Ses{session}{letter}</c>.</summary>
internal sealed class FieldTemplate
{
    private readonly string[] _texts;

    /// <summary>Reads a template.</summary>
    /// <exception cref="ArgumentException">A brace has no partner.</exception>
    public FieldTemplate(string template)
    {
        Text = template;
        var braces = string.Concat(template.Where(static letter => letter is '{' or '}'));
        if (braces.Replace("{}", "", StringComparison.Ordinal).Length > 0)
        {
            throw new ArgumentException($"'{template}' has a brace without its partner.", nameof(template));
        }

        // Texts and names take turns: text, name, text, name, text.
        string[] parts = braces.Length == 0 ? ["", template, ""] : template.Split('{', '}');
        _texts = [.. parts.Where(static (_, i) => i % 2 == 0)];
        Names = [.. parts.Where(static (_, i) => i % 2 == 1)];
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>Names of the fields.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The rule that a template breaks, worded to follow its key; null if it can be used.</summary>
    public static string? Problem(string template)
    {
        try
        {
            return new FieldTemplate(template).Names.Any(static name => name.Length == 0)
                ? $"is '{template}', expected the name of a field, or text with some in braces."
                : null;
        }
        catch (ArgumentException)
        {
            return $"is '{template}', expected each brace with its partner, such as Ses{{session}}{{letter}}.";
        }
    }

    /// <summary>The text with the values of its fields; empty where one of them is empty or not stated.</summary>
    /// <param name="find">The value of a field; null where there is none.</param>
    public string Fill(Func<string, string?> find)
    {
        var text = _texts[0];
        for (var i = 0; i < Names.Count; i++)
        {
            if (find(Names[i]) is not { Length: > 0 } value)
            {
                return "";
            }

            text += value + _texts[i + 1];
        }

        return text;
    }
}
