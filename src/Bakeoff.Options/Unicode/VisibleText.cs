using System.Globalization;
using System.Text;

namespace Bakeoff.Options.Unicode;

/// <summary>Text that people typed: what looks equal is equal.</summary>
public static class VisibleText
{
    /// <summary>Unicode normal form C, with the ordinary blank in place of every other one, such as the one that does not break.</summary>
    /// <param name="text">Any text.</param>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text)
            ? text
            : ComposedText.Compose(string.Concat(text.Select(static letter => IsBlank(letter) ? ' ' : letter)));
    }

    /// <summary>The text without invisible characters.</summary>
    /// <param name="text">Any text.</param>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsInvisible) ? string.Concat(text.Where(static letter => !IsInvisible(letter))) : text;
    }

    /// <summary>Invisible characters in a text, as <c>U+200B</c>, in ordinal order; empty where there is none.</summary>
    /// <param name="text">Any text; tabs and ends of lines do not count.</param>
    public static IReadOnlyList<string> InvisibleIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
        [
            .. text.Where(static letter => IsInvisible(letter) && letter is not ('\t' or '\r' or '\n'))
                .Distinct()
                .Order()
                .Select(static letter => string.Create(CultureInfo.InvariantCulture, $"U+{(int)letter:X4}")),
        ];
    }

    private static bool IsBlank(char letter) => char.GetUnicodeCategory(letter) == UnicodeCategory.SpaceSeparator;

    // The two joiners (U+200C, U+200D) stay: they belong to the spelling of Persian and Indic words.
    private static bool IsInvisible(char letter) =>
        letter is not ('\u200C' or '\u200D')
        && char.GetUnicodeCategory(letter)
            is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
