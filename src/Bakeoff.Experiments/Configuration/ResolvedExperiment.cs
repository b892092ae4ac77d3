using Bakeoff.Corpora.Sources;
using Bakeoff.Options;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Experiments.Configuration;

/// <summary>An experiment as it will run: defaults, what it extends and the command line put together, and checked as a whole.</summary>
/// <remarks>Frozen and culture-free: equal files and options give equal parameters and equal YAML on every machine.</remarks>
public sealed class ResolvedExperiment
{
    internal ResolvedExperiment(ExperimentOptions options, MappingNode tree, string repositoryRoot)
    {
        Options = options.Model is null ? options : options with { Training = options.Training ?? new() };
        Tree = tree;
        RepositoryRoot = repositoryRoot;
        Parameters = YamlOptions.Flatten(Options, tree);
    }

    /// <summary>Name of the experiment, or of the member of a sweep.</summary>
    public string Name => Options.Name;

    /// <summary>The typed options.</summary>
    public ExperimentOptions Options { get; }

    /// <summary>Every parameter, defaults included, in the order of the options. Paths of this machine are not among them.</summary>
    public IReadOnlyList<ResolvedParameter> Parameters { get; }

    /// <summary>Archive or folder with the recordings on this machine, as given by <c>--set=dataset.source=PATH</c>; null without it.</summary>
    public string? DatasetSource => Options.Dataset.Source;

    /// <summary>What the options were bound from.</summary>
    internal MappingNode Tree { get; }

    /// <summary>Where it was read.</summary>
    internal string RepositoryRoot { get; }

    /// <summary>Parameters of some sections, as stages fingerprint them: dotted key to canonical value.</summary>
    /// <param name="sections">Keys at the top of the file, such as <c>features</c>, or longer dotted keys, such as <c>split.by</c>.</param>
    /// <exception cref="ArgumentException">A section has no parameters, so that its name must be wrong.</exception>
    public IReadOnlyDictionary<string, string> ParametersOf(params ReadOnlySpan<string> sections)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            var before = found.Count;
            foreach (var parameter in Parameters.Where(p => IsInside(p.Key, section)))
            {
                found[parameter.Key] = parameter.Value;
            }

            if (found.Count == before)
            {
                throw new ArgumentException($"'{section}' has no parameters, expected a section such as features.", nameof(sections));
            }
        }

        return found;
    }

    /// <summary>The experiment as YAML with every default written out, the question as its opening comment. Read again, it gives equal options.</summary>
    public string ToYaml() => OpeningComment.Write(Options.Question) + OptionsWriter.Write(Options);

    private static bool IsInside(string key, string section) =>
        key.StartsWith(section, StringComparison.Ordinal) && (key.Length == section.Length || key[section.Length] == '.');
}
