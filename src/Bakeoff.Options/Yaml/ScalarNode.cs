namespace Bakeoff.Options.Yaml;

/// <summary>A single value.</summary>
/// <param name="Text">Its characters, quotes and escapes resolved.</param>
/// <param name="IsPlain">False when it was quoted, and therefore is text whatever it looks like.</param>
/// <param name="Origin">Where it starts.</param>
public sealed record ScalarNode(string Text, bool IsPlain, ValueOrigin Origin) : ConfigurationNode(Origin)
{
    /// <summary>Longest text repeated in a message, in characters.</summary>
    private const int MaxShown = 60;

    /// <summary>True for <c>null</c>, <c>~</c> and nothing at all.</summary>
    public bool IsNull => IsPlain && (Text is "" or "null" or "~");

    /// <inheritdoc/>
    public override string Describe()
    {
        if (IsNull)
        {
            return Text.Length == 0 ? "empty" : Text;
        }

        var shown = Text.ReplaceLineEndings(" ");
        shown = shown.Length > MaxShown ? shown[..MaxShown] + "..." : shown;
        return !IsPlain ? $"\"{shown}\"" : LooksLikeNumber(shown) ? shown : $"'{shown}'";
    }

    private static bool LooksLikeNumber(string text) =>
        text.AsSpan().TrimStart("+-.") is [var first, ..]
        && char.IsAsciiDigit(first)
        && text.AsSpan().IndexOfAnyExcept("0123456789+-.,eE") < 0;
}
