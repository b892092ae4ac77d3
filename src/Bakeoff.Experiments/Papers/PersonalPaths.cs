using System.Text.RegularExpressions;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Papers;

/// <summary>Looks for places on this machine in files that are to be published: they name people, and nobody else has them.</summary>
internal static partial class PersonalPaths
{
    /// <summary>Stops at the first place.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="text">Its content.</param>
    /// <param name="own">Folders of this machine, such as that of the project.</param>
    /// <exception cref="PaperException">The text names a place.</exception>
    public static void Refuse(string file, string text, IReadOnlyList<string> own)
    {
        var found = own.FirstOrDefault(folder => text.Contains(folder, StringComparison.Ordinal))
            ?? (HomeFolder().Match(text) is { Success: true } match ? match.Value : null);
        if (found is not null)
        {
            throw new PaperException(new ErrorDetails("names the place {value} of a machine")
            {
                Where = file,
                Value = $"'{found}'",
                Rule = "paths relative to the project in what is published",
                NextStep = "Write the path relative to the project in the experiment or the description of the corpus, and run it again.",
            });
        }
    }

    [GeneratedRegex(
        @"(/home/|/Users/|\b[A-Za-z]:\\Users\\)[^/\\\s'""]+",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HomeFolder();
}
