using System.Text.RegularExpressions;

namespace Bakeoff.Corpora.Guessing;

/// <summary>A guess at what the names of a folder's recordings say: label, speaker and text.</summary>
/// <param name="Pattern">Regular expression for a description's <c>pattern</c>.</param>
/// <param name="Labels">Codes of the labels with the names that they probably mean.</param>
/// <param name="Speakers">Codes of the speakers; empty where none could be told apart.</param>
/// <param name="Texts">Codes of the texts; empty where none could be told apart.</param>
/// <param name="FitCount">Recordings that the pattern fits.</param>
/// <param name="FileCount">All recordings.</param>
/// <remarks>
/// A guess for a person to correct, never used unseen. The parts of a name are what stands between underscores, hyphens, points and blanks,
/// and
/// the nearest folder. The label is the part that names emotions, else the folder. Of the other parts that occur with most labels, the
/// speaker is one
/// that looks like a person's code (letters with digits), else the one with fewest values; the text is the one
/// of the rest with most.
/// </remarks>
public sealed partial record NamePattern(
    string Pattern,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Speakers,
    IReadOnlyList<string> Texts,
    int FitCount,
    int FileCount)
{
    // Below this share of labels a part names something that belongs to one emotion, such as a take within it.
    private const double CrossedShare = 0.6;

    private const double EmotionShare = 0.8;

    /// <summary>Guesses from paths.</summary>
    /// <param name="paths">Paths of recordings relative to their folder, with forward slashes and extensions.</param>
    /// <returns>The guess; null where neither a name nor a folder tells labels apart.</returns>
    public static NamePattern? Guess(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var names = paths.Select(ParsedName.Read).ToList();
        var common = names
            .GroupBy(static name => name.Form, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count())
            .ThenBy(static group => group.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (common is null)
        {
            return null;
        }

        var rows = common.ToList();
        if (FindLabel(rows) is { } label)
        {
            var (speaker, text) = FindOthers(rows, label);
            return Describe(rows, names.Count, label, speaker, text);
        }

        return null;
    }

    private static int? FindLabel(List<ParsedName> rows)
    {
        var best = Enumerable
            .Range(0, rows[0].Parts.Count)
            .Select(part => (Part: part, Values: ValuesOf(rows, part)))
            .Where(static candidate => candidate.Values.Count > 1)
            .Select(candidate =>
                (
                    candidate.Part,
                    Share: (double)candidate.Values.Count(value => EmotionWords.NameOf(value) is not null) / candidate.Values.Count))
            .Where(static candidate => candidate.Share >= EmotionShare)
            .OrderByDescending(static candidate => candidate.Share)
            .ThenByDescending(static candidate => candidate.Part)
            .ToList();
        return best.Count > 0 ? best[0].Part
            : ValuesOf(rows, ParsedName.Folder).Count > 1 ? ParsedName.Folder
            : null;
    }

    private static (int? Speaker, int? Text) FindOthers(List<ParsedName> rows, int label)
    {
        var labelCount = ValuesOf(rows, label).Count;
        var candidates = Enumerable
            .Range(0, rows[0].Parts.Count)
            .Where(part => part != label)
            .Select(part => (Part: part, Values: ValuesOf(rows, part)))
            .Where(candidate =>
                candidate.Values.Count > 1
                && candidate.Values.Count < rows.Count
                && LabelsPerValue(rows, candidate.Part, label) >= CrossedShare * labelCount)
            .OrderBy(static candidate =>
                candidate.Values.All(IsPersonCode) ? 0
                : candidate.Values.All(IsNumber) ? 2
                : 1)
            .ThenBy(static candidate => candidate.Values.Count)
            .ThenBy(static candidate => candidate.Part)
            .ToList();

        // A number at the end of a name counts takes more often than people.
        var last = rows[0].Parts.Count - 1;
        var people = candidates.Where(candidate => candidate.Part != last || !candidate.Values.All(IsNumber)).ToList();
        int? speaker = people.Count > 0 ? people[0].Part : null;
        var texts = candidates
            .Where(candidate => candidate.Part != speaker && candidate.Part != ParsedName.Folder && !candidate.Values.All(IsNumber))
            .OrderByDescending(static candidate => candidate.Values.Count)
            .ToList();
        return (speaker, texts.Count > 0 ? texts[0].Part : null);
    }

    private static NamePattern Describe(List<ParsedName> rows, int fileCount, int label, int? speaker, int? text)
    {
        // The folder counts only where it says something.
        var first = label == ParsedName.Folder || speaker == ParsedName.Folder ? ParsedName.Folder : ParsedName.Folder + 1;
        var pattern = string.Concat(
            Enumerable
                .Range(first, rows[0].Parts.Count - first)
                .Select(part =>
                    (part == first ? "" : rows[0].SeparatorBefore(part))
                    + (
                        part == label ? Group("label", rows, part)
                        : part == speaker ? Group("speaker", rows, part)
                        : part == text ? Group("text", rows, part)
                        : AnyOf(rows[0], part))));

        var labels = ValuesOf(rows, label)
            .ToDictionary(static code => code, static code => EmotionWords.NameOf(code) ?? code, StringComparer.Ordinal);
        return new NamePattern(
            pattern + @"\.[^.]+",
            labels,
            speaker is null ? [] : ValuesOf(rows, speaker.Value),
            text is null ? [] : ValuesOf(rows, text.Value),
            rows.Count,
            fileCount);
    }

    private static string Group(string name, List<ParsedName> rows, int part) =>
        name == "label" && part != ParsedName.Folder
            ? $"(?<{name}>{string.Join('|', ValuesOf(rows, part).Select(Regex.Escape))})"
            : $"(?<{name}>{AnyOf(rows[0], part)})";

    private static string AnyOf(ParsedName name, int part) => part == ParsedName.Folder ? "[^/]+" : $"[^/{name.Separators}]+";

    private static double LabelsPerValue(List<ParsedName> rows, int part, int label) =>
        rows.GroupBy(row => row.Parts[part], StringComparer.OrdinalIgnoreCase)
            .Average(group => group.Select(row => row.Parts[label]).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    private static List<string> ValuesOf(List<ParsedName> rows, int part) =>
        [
            .. rows.Select(row => row.Parts[part])
                .Where(static value => value.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsNumber(string value) => value.All(char.IsAsciiDigit);

    // spk03, s1, F07, and numbers of four digits, which nobody counts takes with.
    private static bool IsPersonCode(string value) => PersonCode().IsMatch(value);

    [GeneratedRegex(@"\A([A-Za-z]{1,8}_?\d{1,4}|\d{4})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PersonCode();

    /// <summary>A path in its parts: the nearest folder, then the words of the file name.</summary>
    private sealed record ParsedName(IReadOnlyList<string> Parts, string Between)
    {
        public const int Folder = 0;

        private const string AllSeparators = "_-. ";

        /// <summary>Names of one form have equally many parts with equal separators.</summary>
        public string Form => Between;

        /// <summary>The separators that this form uses, escaped for a class of characters.</summary>
        public string Separators => string.Concat(Between.Distinct().Select(static c => c == '-' ? @"\-" : c.ToString()));

        public static ParsedName Read(string path)
        {
            var segments = path.Split('/');
            var stem = Path.GetFileNameWithoutExtension(segments[^1]);
            var words = stem.Split(AllSeparators.ToCharArray());
            var between = string.Concat(stem.Where(static c => AllSeparators.Contains(c, StringComparison.Ordinal)));
            return new ParsedName([segments.Length > 1 ? segments[^2] : "", .. words], between);
        }

        public string SeparatorBefore(int part) =>
            part == Folder ? ""
            : part == 1 ? "/"
            : Regex.Escape(Between[part - 2].ToString());
    }
}
