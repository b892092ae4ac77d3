using Bakeoff.Options.Binding;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>Reads an experiment's options: its file, what it extends, then options from the command line, all checked alike.</summary>
/// <typeparam name="T">Options record with a key <c>name</c>.</typeparam>
internal sealed class OptionsReader<T>
    where T : class
{
    private static readonly ValueShape Shape = ValueShape.Of(typeof(T));
    private readonly ExperimentFolder _folder;

    /// <summary>Reads below a repository's root.</summary>
    public OptionsReader(string repositoryRoot) => _folder = new ExperimentFolder(repositoryRoot);

    /// <summary>Reads one experiment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sets">Options from the command line.</param>
    /// <param name="check">Looks at options that are sound in themselves, and adds what does not fit the world around them.</param>
    /// <returns>The options and the merged tree that they were bound from.</returns>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public (T Options, MappingNode Tree) Read(string name, IReadOnlyList<string> sets, Action<T, MappingNode, ProblemList>? check = null)
    {
        var problems = new ProblemList();
        var chain = new ExtendsChain(_folder, Shape, problems);
        if (!_folder.Check(name, null, problems) || chain.Read(name) is not { } tree)
        {
            problems.ThrowIfAny();
            throw new InvalidOperationException("Reading left neither a tree nor a problem.");
        }

        tree = RefuseIdentity(sets.Aggregate(tree, (current, set) => SetOption.Apply(current, Shape, set, problems)), problems);
        var options = new OptionsBinder(Shape.Record, problems) { MayLackKeys = chain.IsCutShort }.Bind(tree);
        if (problems.Count == 0)
        {
            check?.Invoke((T)options, tree, problems);
        }

        problems.ThrowIfAny();
        return ((T)options, tree);
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
}
