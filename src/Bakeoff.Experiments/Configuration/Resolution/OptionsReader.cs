using Bakeoff.Experiments.Configuration.Binding;
using Bakeoff.Experiments.Configuration.Yaml;

namespace Bakeoff.Experiments.Configuration.Resolution;

/// <summary>Reads an experiment's options: its file, what it extends, then options from the command line, all checked alike.</summary>
/// <typeparam name="T">Options record with a key <c>name</c>.</typeparam>
internal sealed class OptionsReader<T>
    where T : class
{
    private static readonly ValueShape Shape = ValueShape.Of(typeof(T));
    private readonly ExperimentFolder folder;

    /// <summary>Reads below a repository's root.</summary>
    public OptionsReader(string repositoryRoot) => folder = new ExperimentFolder(repositoryRoot);

    /// <summary>Reads one experiment.</summary>
    /// <returns>The options and the merged tree that they were bound from.</returns>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public (T Options, MappingNode Tree) Read(string name, IReadOnlyList<string> sets)
    {
        var problems = new ProblemList();
        if (!folder.Check(name, null, problems) || new ExtendsChain(folder, Shape, problems).Read(name) is not { } tree)
        {
            problems.ThrowIfAny();
            throw new InvalidOperationException("Reading left neither a tree nor a problem.");
        }

        tree = RefuseIdentity(sets.Aggregate(tree, (current, set) => SetOption.Apply(current, Shape, set, problems)), problems);
        return (Bind(tree, problems), tree);
    }

    /// <summary>What an experiment is called and what it extends belong to its file.</summary>
    private static MappingNode RefuseIdentity(MappingNode tree, ProblemList problems)
    {
        foreach (var key in new[] { "name", "extends" })
        {
            if (tree.Find(key) is { Value.Origin.IsCommandLine: true } entry)
            {
                problems.Add(entry.Value.Origin, key, null, "a key of the file", $"{key} can only stand in the file. Copy the file under a new name to change it.");
            }
        }

        return tree.Without("extends");
    }

    /// <summary>Binds a tree that was changed after reading.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public static T Bind(MappingNode tree, ProblemList problems)
    {
        var options = new OptionsBinder(Shape.Record, problems).Bind(tree);
        problems.ThrowIfAny();
        return (T)options;
    }
}
