using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bakeoff.Options.Sweeps;

/// <summary>Names the members of a sweep so that a person sees what differs and every file system takes the name.</summary>
/// <remarks>Determinism: a name depends on the experiment's name, the keys of the sweep and the member's own values only.</remarks>
public static class SweepNames
{
    /// <summary>Between the parts of a name; no experiment's own name holds it.</summary>
    public const char Separator = '+';

    /// <summary>Longest name in characters; folders of results add to it, and some file systems stop at 255 bytes.</summary>
    private const int MaxLength = 120;

    /// <summary>
    /// The shortest endings of dotted keys that tell them apart: <c>n_mfcc</c>, or <c>lstm.units</c> beside <c>dense.units</c>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Shorten(IReadOnlyCollection<string> keys)
    {
        var shortened = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var parts = key.Split('.');
            var length = 1;
            while (length < parts.Length && keys.Any(other => other != key && EndsWith(other, Ending(parts, length))))
            {
                length++;
            }

            shortened[key] = Ending(parts, length);
        }

        return shortened;
    }

    /// <summary>A member's name: <c>lstm-sweep+n_mfcc=13+seed=2</c>.</summary>
    public static string Compose(string experiment, IEnumerable<(string Key, string Value)> changes)
    {
        var name = string.Join(Separator, changes.Select(c => $"{c.Key}={Plain(c.Value)}").Prepend(experiment));
        return name.Length <= MaxLength ? name : $"{name[..(MaxLength - 9)].TrimEnd(Separator, '-', '.')}-{Digest(name)}";
    }

    /// <summary>A member's short name, fit to be typed: <c>lstm-sweep+3</c> is the third of <c>lstm-sweep</c>.</summary>
    /// <param name="experiment">Name of the experiment or variant.</param>
    /// <param name="number">Position among the members, from 1.</param>
    public static string Number(string experiment, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{experiment}{Separator}{number}");

    /// <summary>The number in a short name.</summary>
    /// <returns>Null for every other name; the values in a full name always have a key.</returns>
    public static int? NumberOf(string name)
    {
        var separator = name.IndexOf(Separator, StringComparison.Ordinal);
        return separator >= 0
            && int.TryParse(name.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
    }

    /// <summary>Values for people to read, whole and without the experiment's name: <c>n_mfcc=13, seed=2</c>.</summary>
    public static string Label(IEnumerable<(string Key, string Value)> changes) =>
        string.Join(", ", changes.Select(c => $"{c.Key}={c.Value}"));

    /// <summary>Name of the experiment's file, without the values of a member or a variant.</summary>
    public static string FileOf(string name) => VariantNames.Divide(name).File;

    /// <summary>Name of the experiment or variant that a member belongs to.</summary>
    public static string ExperimentOf(string name) => name.Split(Separator)[0];

    private static string Ending(string[] parts, int length) => string.Join('.', parts[^length..]);

    private static bool EndsWith(string key, string ending) => key == ending || key.EndsWith("." + ending, StringComparison.Ordinal);

    /// <summary>Letters, digits, point, minus and underscore; anything else becomes one minus.</summary>
    private static string Plain(string value)
    {
        var plain = new StringBuilder();
        foreach (var c in value)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            {
                plain.Append(c);
            }
            else if (plain.Length > 0 && plain[^1] != '-')
            {
                plain.Append('-');
            }
        }

        return plain.ToString().TrimEnd('-', '.');
    }

    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
}
