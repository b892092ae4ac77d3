using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Bakeoff.Options.Unicode;

namespace Bakeoff.Corpora.Formats;

/// <summary>Reads label, speaker and text from a clip's path by a regular expression.</summary>
/// <remarks>Uses the non-backtracking engine: a user's pattern takes time linear in the path's length. Thread-safe.</remarks>
internal sealed class ClipNamePattern
{
    // To build an engine takes tens of milliseconds, and a command reads a description several times.
    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private readonly Regex _regex;
    private readonly string[] _otherGroups;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="ArgumentException">The pattern cannot be used; see <see cref="Problem"/>.</exception>
    public ClipNamePattern(string pattern)
    {
        _regex = Compile(ComposedText.Compose(pattern));
        _otherGroups = [.. _regex.GetGroupNames().Where(static name => name is not ("0" or "label" or "speaker" or "text"))];
    }

    /// <summary>The rule that a pattern breaks, worded to follow its key; null if it can be used.</summary>
    /// <param name="pattern">Regular expression with the named group <c>label</c>.</param>
    public static string? Problem(string pattern) =>
        SyntaxProblem(pattern)
        ?? (Parse(pattern).GetGroupNames().Contains("label", StringComparer.Ordinal)
            ? null
            : $"is '{pattern}', expected a named group (?<label>...). Name the part of the file name that states the emotion.");

    /// <summary>The rule of regular expressions that a pattern breaks, worded to follow its key; null if it can be used.</summary>
    /// <param name="pattern">Regular expression.</param>
    public static string? SyntaxProblem(string pattern)
    {
        try
        {
            Parse(pattern);

            // The engine is built for whoever reads names by it, and for a pattern that it may not know.
            if (!HasPlainGroups(pattern))
            {
                Compile(pattern);
            }

            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return $"is '{pattern}', expected a regular expression without look-around and back-references: {exception.Message}";
        }
    }

    /// <summary>True if a path fits.</summary>
    /// <param name="path">Path relative to the folder of recordings, with forward slashes.</param>
    public bool Fits(string path) => _regex.IsMatch(ComposedText.Compose(path));

    /// <summary>Reads one path.</summary>
    /// <param name="path">Path relative to the folder of recordings, with forward slashes.</param>
    /// <returns>The codes in the name; null where it does not fit the pattern.</returns>
    public StatedClip? Read(string path)
    {
        // A pattern is typed in composed letters, and macOS writes file names in decomposed ones.
        var match = _regex.Match(ComposedText.Compose(path));
        return match.Success
            ? new StatedClip(path, match.Groups["label"].Value, match.Groups["speaker"].Value, match.Groups["text"].Value)
            {
                Fields = _otherGroups.Length == 0
                    ? StatedFields.None
                    : new StatedFields(_otherGroups, Array.ConvertAll(_otherGroups, name => match.Groups[name].Value)),
            }
            : null;
    }

    // True for patterns that every engine knows: of groups, (?: and (?<name> alone, and of escapes no reference to a group or a last match.
    private static bool HasPlainGroups(string pattern)
    {
        for (var i = 0; i < pattern.Length - 1; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
                if (char.IsAsciiDigit(pattern[i]) || pattern[i] is 'k' or 'G')
                {
                    return false;
                }
            }
            else if (pattern.AsSpan(i).StartsWith("(?") && !pattern.AsSpan(i).StartsWith("(?:"))
            {
                var name = pattern.AsSpan(i + 2);
                var end = name.IndexOf('>');
                if (end < 2 || name[0] != '<' || name[1..end].ContainsAnyExcept(NameLetters))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // For names and syntax alone: it matches nothing.
    private static Regex Parse(string pattern) => new(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    // The end is \z and not $, which would let a file name end in a line feed.
    private static Regex Compile(string pattern) => Compiled.GetOrAdd(pattern, static text => new Regex(
        $@"(?:^|/)(?:{text})\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture));
}
