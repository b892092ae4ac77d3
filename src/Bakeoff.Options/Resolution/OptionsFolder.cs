using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>A folder with one YAML file for each thing that a user describes, and the words by which messages call them.</summary>
public sealed record OptionsFolder
{
    private const string Extension = ".yaml";

    /// <summary>Full path of the folder; it need not exist.</summary>
    public required string Path { get; init; }

    /// <summary>The folder in messages, such as <c>experiments</c>: relative to the user's project, with forward slashes.</summary>
    public required string DisplayName { get; init; }

    /// <summary>A noun for what one file describes, such as <c>experiment</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>An option of the command line for messages to show, such as <c>features.n_mfcc=13</c>.</summary>
    public required string SetExample { get; init; }

    /// <summary>Ending of names that belong to other files of the folder, such as <c>.lock</c>; null where there are none.</summary>
    public string? ForeignEnding { get; init; }

    /// <summary>The noun with its article.</summary>
    internal string OneOfThem => $"{("aeiou".Contains(Noun[0], StringComparison.Ordinal) ? "an" : "a")} {Noun}";

    /// <summary>The names of all files, in ordinal order, without <c>.yaml</c>; empty where the folder does not exist.</summary>
    public IReadOnlyList<string> ListNames() => !Directory.Exists(Path) ? [] :
    [
        .. Directory.EnumerateFiles(Path, "*" + Extension)
            .Select(path => System.IO.Path.GetFileName(path)[..^Extension.Length])
            .Where(name => ForeignEnding is null || !name.EndsWith(ForeignEnding, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The file of a name in messages: <c>experiments/quickstart.yaml</c>.</summary>
    public string DisplayNameOf(string name) => $"{DisplayName}/{name}{Extension}";

    /// <summary>Full path of the file of a name.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name + Extension);

    /// <summary>The name that a file <c>extends</c>; null where it extends none or cannot be read.</summary>
    /// <param name="name">Name of a file that exists.</param>
    public string? FindExtended(string name) =>
        (ReadTree(name, new ProblemList())?.Find(ExtendsChain.ExtendsKey)?.Value as ScalarNode)?.Text;

    /// <summary>Checks that a name is a plain name whose file exists.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="place">Where it was written; null when it was typed as a command's argument.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>True when the file can be read.</returns>
    internal bool Check(string name, ValueOrigin? place, ProblemList problems)
    {
        var names = ListNames();
        if (names.Contains(name, StringComparer.Ordinal))
        {
            return true;
        }

        var subject = place is null ? $"{Noun} '{name}'" : $"extends is '{name}',";
        var origin = place ?? new ValueOrigin(DisplayName, 0, 0);
        var keyPath = place is null ? "" : "extends";
        if (!IsPlain(name))
        {
            var bare = System.IO.Path.GetFileNameWithoutExtension(name.Replace('\\', '/'));
            var next = names.Contains(bare, StringComparer.Ordinal) ? $"Did you mean '{bare}'?" : $"Leave out folders and '{Extension}'.";
            var claim = place is null ? "is not a plain name, " : "";
            var message = $"{subject} {claim}expected the name of a file in {DisplayName}/ without '{Extension}'. {next}";
            problems.Add(origin, keyPath, name, "a plain name", message);
            return false;
        }

        var near = NearestName.Rank(name, names).Take(3).Select(n => $"'{n}'").ToList();
        var suggestion = near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
        var list = names.Count == 0 ? "There are none yet." : $"There are: {string.Join(", ", names)}.";
        var absence = place is null ? "does not exist, " : "";
        var text = $"{subject} {absence}expected {OneOfThem} with a file {DisplayNameOf("NAME")}.{suggestion} {list}";
        problems.Add(origin, keyPath, name, $"{OneOfThem} that exists", text);
        return false;
    }

    /// <summary>Reads one file by itself, without what it extends.</summary>
    internal MappingNode? ReadTree(string name, ProblemList problems)
    {
        var advice = new YamlAdvice($" in {DisplayName}/", $"to share settings between {Noun}s use 'extends'");
        return YamlTreeReader.ReadFile(PathOf(name), DisplayNameOf(name), problems, advice);
    }

    private static bool IsPlain(string name) =>
        name.Length > 0
        && name[0] != '.'
        && name.AsSpan().IndexOfAny('/', '\\', ':') < 0
        && !name.EndsWith(Extension, StringComparison.Ordinal);
}
