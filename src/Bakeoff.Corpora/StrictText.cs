using System.Text;
using System.Text.Unicode;
using Bakeoff.Options.Unicode;

namespace Bakeoff.Corpora;

/// <summary>Text that people typed or packed: decoded without guessing, and normalised so that what looks equal is equal.</summary>
internal static class StrictText
{
    /// <summary>
    /// An encoding by its usual name, such as <c>windows-1252</c> or <c>shift_jis</c>, that throws at bytes it does not know; null if there
    /// is none.
    /// </summary>
    public static Encoding? FindEncoding(string name)
    {
        // Code pages beyond Unicode and Latin-1 come from a provider that .NET ships but does not register.
        var found = CodePagesEncodingProvider.Instance.GetEncoding(name);
        try
        {
            found ??= Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }

        var strict = (Encoding)found.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    /// <summary>Index of the first byte that is not UTF-8; -1 if all are.</summary>
    public static int FindInvalidUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return -1;
        }

        Span<char> chars = new char[bytes.Length];
        Utf8.ToUtf16(bytes, chars, out var read, out _, replaceInvalidSequences: false);
        return read;
    }

    /// <summary>Unicode normal form C without the invisible characters that change no meaning, trimmed of white space.</summary>
    public static string Clean(string text)
    {
        var line = text.AsSpan().ContainsAny('\t', '\r', '\n') ? string.Join(' ', text.Split(['\t', '\r', '\n'])) : text;
        return VisibleText.Normalise(VisibleText.Strip(line)).Trim();
    }

    /// <summary>A key that is equal for names that differ only in case, normal form or invisible characters.</summary>
    public static string Fold(string text) => Clean(text).ToUpperInvariant();
}
