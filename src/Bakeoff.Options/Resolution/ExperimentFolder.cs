using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>The folder <c>experiments/</c>: one YAML file per experiment, found by name.</summary>
internal sealed class ExperimentFolder
{
    private readonly string _folder;

    /// <summary>Looks below the repository's root.</summary>
    public ExperimentFolder(string repositoryRoot) => _folder = Path.Combine(repositoryRoot, "experiments");

    /// <summary>Names of all experiments, in ordinal order; pins (<c>*.lock.yaml</c>) are none.</summary>
    public IReadOnlyList<string> ListNames() => !Directory.Exists(_folder) ? [] :
        [.. Directory.EnumerateFiles(_folder, "*.yaml")
            .Select(path => Path.GetFileName(path)[..^".yaml".Length])
            .Where(name => !name.EndsWith(".lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>How messages call an experiment's file.</summary>
    public static string DisplayName(string name) => $"experiments/{name}.yaml";

    /// <summary>Full path of an experiment's file.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name + ".yaml");

    /// <summary>Checks that a name is a name, and that its experiment exists.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="place">Where it was written; null when it was typed as a command's argument.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>True when the file can be read.</returns>
    public bool Check(string name, ValueOrigin? place, ProblemList problems)
    {
        var names = ListNames();
        if (names.Contains(name, StringComparer.Ordinal))
        {
            return true;
        }

        var subject = place is null ? $"experiment '{name}'" : $"extends is '{name}',";
        var origin = place ?? new ValueOrigin("experiments", 0, 0);
        var keyPath = place is null ? "" : "extends";
        if (name.Length == 0 || name.AsSpan().IndexOfAny('/', '\\', ':') >= 0 || name.EndsWith(".yaml", StringComparison.Ordinal) || name[0] == '.')
        {
            var bare = Path.GetFileNameWithoutExtension(name.Replace('\\', '/'));
            var next = names.Contains(bare, StringComparer.Ordinal) ? $"Did you mean '{bare}'?" : "Leave out folders and '.yaml'.";
            problems.Add(origin, keyPath, name, "a plain name", $"{subject} {(place is null ? "is not a plain name, " : "")}expected the name of a file in experiments/ without '.yaml'. {next}");
            return false;
        }

        var near = NearestName.Rank(name, names).Take(3).Select(n => $"'{n}'").ToList();
        var suggestion = near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
        var list = names.Count == 0 ? "There are none yet." : $"There are: {string.Join(", ", names)}.";
        problems.Add(origin, keyPath, name, "an experiment that exists", $"{subject} {(place is null ? "does not exist, " : "")}expected an experiment with a file {DisplayName("NAME")}.{suggestion} {list}");
        return false;
    }

    /// <summary>Reads one experiment's own file.</summary>
    public MappingNode? ReadTree(string name, ProblemList problems) => YamlTreeReader.ReadFile(PathOf(name), DisplayName(name), problems);

    /// <summary>The experiment's opening comment; empty without one.</summary>
    public string ReadOpeningComment(string name) => OpeningComment.Read(File.ReadAllText(PathOf(name)));
}
