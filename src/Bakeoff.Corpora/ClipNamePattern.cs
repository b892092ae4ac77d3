using System.Text.RegularExpressions;

namespace Bakeoff.Corpora;

/// <summary>Reads label, speaker and text from a clip's path by the description's regular expression and maps.</summary>
/// <remarks>Uses the non-backtracking engine: a user's pattern takes time linear in the path's length. Thread-safe.</remarks>
public sealed class ClipNamePattern
{
    private readonly ClipCodes _codes;
    private readonly Regex _regex;

    /// <summary>Prepares the pattern of one options.</summary>
    /// <param name="options">A description with a pattern.</param>
    /// <exception cref="DatasetException">The pattern is missing or cannot be used.</exception>
    public ClipNamePattern(IndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Pattern is null || Problem(options.Pattern) is not null)
        {
            var fault = options.Pattern is null ? "is missing, expected a regular expression." : Problem(options.Pattern);
            throw new DatasetException(DatasetProblem.Description, null, $"{options.Name}: pattern {fault}");
        }

        _codes = new ClipCodes(options);
        _regex = Compile(options.Pattern);
    }

    /// <summary>Says what is wrong with a pattern, or null if it can be used.</summary>
    /// <param name="pattern">Regular expression with the named group <c>label</c>.</param>
    public static string? Problem(string pattern)
    {
        try
        {
            var groups = Compile(pattern).GetGroupNames();
            return groups.Contains("label", StringComparer.Ordinal)
                ? null
                : $"is '{pattern}', expected a named group (?<label>...). Name the part of the file name that tells the emotion.";
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return $"is '{pattern}', expected a regular expression without look-around and back-references: {exception.Message}";
        }
    }

    /// <summary>Reads one path.</summary>
    /// <param name="path">Path relative to the folder of recordings, with forward slashes.</param>
    /// <returns>What the name says; null where it does not fit the pattern.</returns>
    /// <exception cref="DatasetException">The name fits, but its label or speaker is not in the description's map.</exception>
    public ClipName? Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var match = _regex.Match(path);
        return match.Success ? _codes.Map(path, match.Groups["label"].Value, match.Groups["speaker"].Value, match.Groups["text"].Value) : null;
    }

    // The end is \z and not $, which would let a file name end in a line feed.
    private static Regex Compile(string pattern) =>
        new($@"(?:^|/)(?:{pattern})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
}
