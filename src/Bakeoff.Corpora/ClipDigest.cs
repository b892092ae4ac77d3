using System.Globalization;

namespace Bakeoff.Corpora;

/// <summary>The identity of a clip in 32 bytes, where its text of 64 hexadecimal digits would take 150.</summary>
/// <remarks>Ordered as the texts are in ordinal order. Any other text is kept as it is.</remarks>
public readonly record struct ClipDigest
{
    private const int Digits = 64;
    private const int DigitsInWord = 16;

    private readonly ulong _word0;
    private readonly ulong _word1;
    private readonly ulong _word2;
    private readonly ulong _word3;
    private readonly string? _other;

    /// <summary>Reads a digest.</summary>
    /// <param name="text">64 lower-case hexadecimal digits, or any other name.</param>
    public ClipDigest(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == Digits && !text.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            (_word0, _word1, _word2, _word3) = (Word(text, 0), Word(text, 1), Word(text, 2), Word(text, 3));
        }
        else
        {
            _other = text;
        }
    }

    /// <summary>Compares two digests as <see cref="string.CompareOrdinal(string, string)"/> does their texts.</summary>
    public static int Compare(ClipDigest x, ClipDigest y) =>
        x._other is not null || y._other is not null ? string.CompareOrdinal(x.ToString(), y.ToString())
        : x._word0 != y._word0 ? x._word0.CompareTo(y._word0)
        : x._word1 != y._word1 ? x._word1.CompareTo(y._word1)
        : x._word2 != y._word2 ? x._word2.CompareTo(y._word2)
        : x._word3.CompareTo(y._word3);

    /// <summary>The text that it was read from.</summary>
    public override string ToString() =>
        _other ?? string.Create(CultureInfo.InvariantCulture, $"{_word0:x16}{_word1:x16}{_word2:x16}{_word3:x16}");

    private static ulong Word(string text, int word) =>
        ulong.Parse(text.AsSpan(word * DigitsInWord, DigitsInWord), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
