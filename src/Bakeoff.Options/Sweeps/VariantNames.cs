using System.Security.Cryptography;
using System.Text;

namespace Bakeoff.Options.Sweeps;

/// <summary>Names an experiment with other values than its file's: <c>quickstart@training.epochs=3</c>.</summary>
/// <remarks>Every file system takes the names, and they can be read back: giving one is the same as giving the values.</remarks>
public static class VariantNames
{
    /// <summary>Before each value.</summary>
    public const char Separator = '@';

    /// <summary>Longest name that spells its values out, in characters; longer ones end in a digest of them.</summary>
    private const int MaxLength = 120;

    /// <summary>A variant's name.</summary>
    /// <param name="experiment">Name of the experiment's file.</param>
    /// <param name="values">Values that differ from the file's; none at all gives the plain name.</param>
    public static string Compose(string experiment, IEnumerable<(string Key, string Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var name = string.Concat(values.Select(value => $"{Separator}{Escape(value.Key)}={Escape(value.Value)}").Prepend(experiment));
        return name.Length <= MaxLength
            ? name
            : $"{experiment}{Separator}={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }

    /// <summary>Takes a name apart.</summary>
    /// <param name="name">Name of an experiment, a variant, or a member of the sweep of either.</param>
    /// <returns>Name of the file; the values, <c>key=value</c> each; and the member's own part, from its separator on.</returns>
    /// <remarks>The key of a value is empty where the name holds a digest in place of values.</remarks>
    public static (string File, IReadOnlyList<string> Values, string Member) Divide(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var member = name.IndexOf(SweepNames.Separator, StringComparison.Ordinal);
        var parts = (member < 0 ? name : name[..member]).Split(Separator);

        // A file's own name may hold the separator; only a value has an equals sign.
        var file = parts.TakeWhile(static part => !part.Contains('=', StringComparison.Ordinal)).Count();
        return file == 0
            ? (name, [], "")
            : (
                string.Join(Separator, parts[..file]),
                [.. parts[file..].Select(Uri.UnescapeDataString)],
                member < 0 ? "" : name[member..]);
    }

    /// <summary>The name without values: that of the experiment, or of a member of its sweep.</summary>
    public static string PlainOf(string name)
    {
        var (file, _, member) = Divide(name);
        return file + member;
    }

    private static string Escape(string text) =>
        string.Concat(text.EnumerateRunes().Select(static rune => IsPlain(rune) ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private static bool IsPlain(Rune rune) =>
        rune.IsAscii && (Rune.IsLetterOrDigit(rune) || "._-,[]{} ".Contains((char)rune.Value, StringComparison.Ordinal));
}
