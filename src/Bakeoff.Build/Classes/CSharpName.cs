using System.Globalization;
using System.Text;

namespace Bakeoff.Build.Classes;

/// <summary>C# names made of words that people write in files.</summary>
internal static class CSharpName
{
    /// <summary>Names of the generated members: a class cannot have a member of its own name.</summary>
    public static readonly string[] Reserved =
        ["Models", "Model", "Label", "Labels", "Numbers", "Targets", "Folder", "Load", "Predict", "LabelOf", "ProbabilityOf", "NumbersOf"];

    /// <summary>
    /// The words of a text, each with a capital: <c>LstmBaseline</c> of <c>lstm-baseline</c>. Empty if no letter or digit is in it.
    /// </summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = new StringBuilder();
        var beginsWord = true;
        foreach (var character in text.Normalize(NormalizationForm.FormC))
        {
            var isPart = character != '_' && IsPart(character) && (name.Length > 0 || !IsMark(character));
            if (isPart)
            {
                name.Append(beginsWord ? char.ToUpperInvariant(character) : character);
            }

            beginsWord = !isPart;
        }

        return name.Length > 0 && !char.IsLetter(name[0]) ? $"_{name}" : name.ToString();
    }

    /// <summary>Different names for different texts, in their order; those that would be the same get a number.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="reserved">Names that none of them gets.</param>
    public static IReadOnlyList<string> ForAll(IReadOnlyList<string> texts, params ReadOnlySpan<string> reserved)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in reserved)
        {
            taken.Add(name);
        }

        var names = new List<string>(texts.Count);
        foreach (var text in texts)
        {
            var plain = From(text) is { Length: > 0 } name ? name : "_";
            var number = 1;
            var unique = plain;
            while (!taken.Add(unique))
            {
                number++;
                unique = FormattableString.Invariant($"{plain}{number}");
            }

            names.Add(unique);
        }

        return names;
    }

    /// <summary>True for a name that the generated class can have.</summary>
    public static bool IsClassName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // Keywords are of small letters, so that no list of them is needed.
        return name.Length > 0
            && (char.IsLetter(name[0]) || name[0] == '_')
            && !char.IsAsciiLetterLower(name[0])
            && name.All(IsPart)
            && Array.IndexOf(Reserved, name) < 0;
    }

    /// <summary>A namespace as C# takes it: other characters become <c>_</c>, and no part is a keyword.</summary>
    public static string Namespace(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('.', text.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(static part =>
        {
            var valid = string.Concat(part.Select(static character => IsPart(character) ? character : '_'));
            return char.IsAsciiDigit(valid[0]) ? $"_{valid}" : char.IsAsciiLetterLower(valid[0]) ? $"@{valid}" : valid;
        }));
    }

    private static bool IsPart(char character) =>
        char.IsLetterOrDigit(character)
        || IsMark(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;

    private static bool IsMark(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
